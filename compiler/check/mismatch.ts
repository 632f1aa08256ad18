import type { Span } from "../../grammar/source.ts";
import { typeText } from "./column-types.ts";
import type { Goal, ScalarKind, Typed } from "./types.ts";

/** The source text of a span on one line, for a hint that can be typed. */
export function snippet(span: Span): string {
  const text = span.file.text.slice(span.start, span.end).replaceAll(/\s+/g, " ");
  return text.length > 60 ? "…" : text;
}

/** What to type so that the value fits; undefined where nothing short helps. */
export function mismatchHint(typed: Typed, goal: Goal, to: ScalarKind): string | undefined {
  const text = snippet(typed.span);
  const type = goal.kind === "column" ? typeText(goal.type) : TYPES[to];
  const capture = /^@(\w+)$/.exec(text)?.[1];
  if (capture !== undefined && capture !== "key") return captureHint(capture, typed, to);
  if (to === "timestamptz" && (typed.kind === "exact" || typed.kind === "double"))
    return `Write \`from_millis(${text})\` or \`from_seconds(${text})\`.`;
  if (typed.constant !== undefined && to === "boolean") return "Write `true` or `false`.";
  if (typed.kind === "exact" && to === "boolean") return `Write \`${text} != 0\`.`;
  if (typed.constant?.kind === "number" && to === "text") return `Write \`"${text}"\`.`;
  return type !== undefined && castExists(typed, to) ? `Write \`${grouped(text)} as ${type}\`.` : undefined;
}

const TYPES: Readonly<Partial<Record<ScalarKind, string>>> = {
  text: "text",
  uuid: "uuid",
  exact: "numeric",
  double: "double",
  boolean: "boolean",
  timestamptz: "timestamptz",
  timestamp: "timestamp",
  date: "date",
  time: "time",
};

function captureHint(capture: string, typed: Typed, to: ScalarKind): string {
  if (typed.kind === "text" && to === "exact")
    return `Give the capture a type in the pattern: \`{${capture}:bigint}\`.`;
  if (typed.kind === "text" && (to === "uuid" || to === "date"))
    return `Give the capture a type in the pattern: \`{${capture}:${to}}\`.`;
  if (to === "text")
    return `Give the column the capture's type, or leave the type out in the pattern: \`{${capture}}\`.`;
  return "Give the column the type of the capture.";
}

function castExists(typed: Typed, to: ScalarKind): boolean {
  if (to === "bytes" || to === "duration" || typed.kind === "bytes") return false;
  if (to === "text" || typed.kind === "text") return true;
  return (typed.kind === "exact" && to === "double") || (typed.kind === "double" && to === "exact");
}

function grouped(text: string): string {
  return /^[\w@".()]+$/.test(text) || text.endsWith(")") ? text : `(${text})`;
}
