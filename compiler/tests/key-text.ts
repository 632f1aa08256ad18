import type { Failure, PartDifference } from "../../runtime/rehearse.ts";
import { visibleText } from "../report/display.ts";
import { keyText, quotedText } from "./language-text.ts";
import { comparedLines, valueText } from "./value-text.ts";

/** What of a key of a target is not as expected; `at` is where that stands. */
export function keyLines(failure: Extract<Failure, { what: "key" }>, at: string): readonly string[] {
  const { target, key, expected, actual, parts } = failure;
  const head = `${at} ${target} ${expected ?? actual ?? ""} ${visibleText(quotedText(key))}`;
  if (actual === null) return [`${head} is not there: ${partsText(expected, parts)}`];
  if (expected === null) return [`${head} is there: ${partsText(actual, parts)}`];
  if (expected !== actual) return [`${head} is a ${actual}`];
  const nameOf = (part: string | null): string =>
    part === null ? "value" : expected === "stream" ? `entry ${part}` : keyText(part);
  return [`${head} differs:`, ...comparedLines(parts.map((one) => ({ ...one, name: nameOf(one.part) })))];
}

/** All of it, as a test would write it. */
function partsText(kind: string | null, parts: readonly PartDifference[]): string {
  const isList = kind === "set" || kind === "stream";
  const texts = parts.map(({ part, type, expected, actual }) => {
    const text = valueText(type, expected ?? actual);
    return part === null || isList ? text : `${visibleText(keyText(part))}: ${text}`;
  });
  if (isList) return `[${texts.join(", ")}]`;
  return parts.some(({ part }) => part !== null) ? `{ ${texts.join(", ")} }` : texts.join(", ");
}
