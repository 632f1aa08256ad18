import { RE2JS } from "re2js";
import type { Bool } from "./logic.ts";

/*
 * RE2's syntax and its linear time: a search never backtracks. Only to find all matches may take quadratic time, with a
 * pattern such as `.*x|a`, which looks to the end for each of its matches. Classes and `.` take whole code points.
 * Patterns are constants of the mapping; the compiler has refused those that are none.
 */

/** A compiled pattern. It is made once, where a module is loaded. */
export type Regex = RE2JS;

export function regex(source: string): Regex {
  return RE2JS.compile(source);
}

/** Whether the pattern matches anywhere in the text; `^…$` anchors it. */
export function matches(text: string | null, pattern: Regex): Bool {
  return text === null ? null : pattern.test(text);
}

/**
 * Every match, from left to right, without overlaps. In the replacement `$0` is the match, `$1` to `$9` are the
 * pattern's groups (empty for one that took no part), `$$` is a dollar; any other dollar stands for itself.
 */
export function regexReplace(text: string | null, pattern: Regex, replacement: string | null): string | null {
  if (text === null || replacement === null) return null;
  const matcher = pattern.matcher(text);
  const groups = pattern.groupCount();
  let replaced = "";
  let end = 0;
  while (matcher.find()) {
    replaced += text.slice(end, matcher.start());
    replaced += expand(replacement, groups, (group) => matcher.group(group) ?? "");
    end = matcher.end();
  }
  return replaced + text.slice(end);
}

/**
 * A group of the first match; null where nothing matches and where the group took no part. Without a number it is the
 * first group, or the whole match of a pattern that has none; 0 is always the whole match.
 */
export function regexExtract(text: string | null, pattern: Regex, group?: number): string | null {
  if (text === null) return null;
  const matcher = pattern.matcher(text);
  if (!matcher.find()) return null;
  return matcher.group(group ?? Math.min(pattern.groupCount(), 1));
}

function expand(replacement: string, groups: number, group: (number: number) => string): string {
  if (!replacement.includes("$")) return replacement;
  return replacement.replace(/\$[$0-9]/g, (reference) => {
    if (reference === "$$") return "$";
    const number = Number(reference.slice(1));
    return number <= groups ? group(number) : reference;
  });
}
