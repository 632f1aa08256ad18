import type { ShownCell } from "../../runtime/rehearse.ts";
import { visibleText } from "../report/display.ts";

/** A value beside the one that was expected; null where there is none. */
export interface ComparedValue {
  readonly name: string;
  readonly type: ShownCell["type"];
  readonly expected: string | null;
  readonly actual: string | null;
  readonly same: boolean;
  /** What null means. */
  readonly nothing?: string;
}

/** One line a value, two where it differs. */
export function comparedLines(values: readonly ComparedValue[]): readonly string[] {
  const width = Math.max(...values.map(({ name }) => name.length));
  return values.flatMap(({ name: plain, type, expected, actual, same, nothing = "nothing" }) => {
    const show = (value: string | null): string => (value === null ? nothing : valueText(type, value));
    const name = visibleText(plain).padEnd(width);
    if (same) return [`      ${name}  ${show(actual)}`];
    const hidden = expected === "***" && actual === "***" ? " (sensitive, and not the same)" : "";
    return [
      `    > ${name}  expected ${show(expected)}${hidden}`,
      `      ${" ".repeat(width)}  actual   ${show(actual)}`,
    ];
  });
}

/** As a test would write it. */
export function valueText(type: ShownCell["type"], value: string | null): string {
  if (value === null || value === "***") return String(value);
  return PLAIN.has(type) ? visibleText(value) : visibleText(JSON.stringify(value));
}

const PLAIN: ReadonlySet<ShownCell["type"]> = new Set([
  "smallint",
  "int",
  "bigint",
  "numeric",
  "real",
  "double",
  "boolean",
  "json",
]);
