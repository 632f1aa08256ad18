import { RE2JS, RE2JSException } from "re2js";

/** Why a pattern is none in RE2's syntax, as half a sentence; undefined for one that is. */
export function regexProblem(source: string): string | undefined {
  const { problem } = compiled(source);
  return problem;
}

/** How many groups a pattern has, the whole match not counted; undefined for one that is invalid. */
export function regexGroupCount(source: string): number | undefined {
  return compiled(source).pattern?.groupCount();
}

interface Compiled {
  readonly pattern?: RE2JS;
  readonly problem?: string;
}

function compiled(source: string): Compiled {
  if (/\p{Surrogate}/u.test(source)) return { problem: "half of a surrogate pair" };
  try {
    return { pattern: RE2JS.compile(source) };
  } catch (thrown: unknown) {
    if (thrown instanceof RE2JSException) return { problem: thrown.message.replace(/^error parsing regexp: /, "") };
    throw thrown;
  }
}
