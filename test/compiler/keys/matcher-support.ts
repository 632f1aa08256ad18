import { patternForms } from "../../../compiler/emit/key-pattern.ts";
import { keyStates } from "../../../compiler/emit/key-states.ts";
import type { PatternPlan } from "../../../compiler/plan/ir.ts";
import type { KeyOwner } from "../../../runtime/capture/key-matcher.ts";
import { keyState, on, type KeyStates } from "../../../runtime/key-states.ts";

/** What capture knows of the jobs `j0`, `j1`, … */
export function ownersOf(patterns: readonly PatternPlan[]): readonly KeyOwner[] {
  return patterns.map((pattern, index) => {
    const { regexSource, prefix, glob } = patternForms(pattern);
    return { job: `j${index}`, pattern: { text: pattern.text, regex: new RegExp(regexSource), prefix, glob } };
  });
}

/** The states as a worker would hold them, from the text that the compiler emits. */
export function compiledStates(patterns: readonly PatternPlan[]): KeyStates | undefined {
  const names = patterns.map((_, index) => `j${index}`);
  const states = keyStates(patterns, names);
  if (states === undefined) return undefined;
  const load = new Function("keyState", "on", ...names, `return [${states.join(",\n")}];`);
  return load(keyState, on, ...names.map((name) => ({ name })));
}
