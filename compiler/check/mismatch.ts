import { isLabel } from "../../grammar/corrections.ts";
import type { Span } from "../../grammar/source.ts";
import { typeText } from "./column-types.ts";
import type { Goal, ScalarKind, Typed } from "./types.ts";

/** The source text of a span on one line, for a hint that can be typed. */
export function snippet(span: Span): string {
  const text = span.file.text.slice(span.start, span.end).replaceAll(/\s+/g, " ");
  return text.length > 60 ? "…" : text;
}

export interface Advice {
  readonly hint?: string;
  /** What belongs in the place of the value. */
  readonly fix?: string | undefined;
}

/** What to type so that the value fits; nothing where nothing short helps. */
export function mismatchAdvice(typed: Typed, goal: Goal, to: ScalarKind): Advice {
  const text = snippet(typed.span);
  const type = goal.kind === "column" ? typeText(goal.type) : TYPES[to];
  const capture = /^@(\w+)$/.exec(text)?.[1];
  if (capture !== undefined && capture !== "key") return { hint: captureHint(capture, typed, to) };
  if (to === "timestamptz" && (typed.kind === "exact" || typed.kind === "double"))
    return { hint: `Write \`from_millis(${text})\` or \`from_seconds(${text})\`.` };
  if (typed.constant !== undefined && to === "boolean") return { hint: "Write `true` or `false`." };
  if (typed.kind === "exact" && to === "boolean") return { hint: `Write \`${text} != 0\`.` };
  const { file, start, end } = typed.span;
  if (typed.constant?.kind === "number" && to === "text")
    return { hint: `Write \`"${text}"\`.`, fix: `"${file.text.slice(start, end)}"` };
  if (type === undefined || !castExists(typed, to)) return {};
  return { hint: `Write \`${grouped(text)} as ${type}\`.`, fix: withCast(typed.span, type) };
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

/** What stands there, with `as`; undefined where that is not written as a value. */
export function withCast(span: Span, type: string): string | undefined {
  const { file, start, end } = span;
  if (isLabel(span)) return undefined;
  return `${grouped(file.text.slice(start, end))} as ${type}`;
}

/** In parentheses, unless `as` binds to the whole of it anyway. */
function grouped(text: string): string {
  return text === "…" || isPostfix(text) ? text : `(${text})`;
}

const OPERAND = /^(?:@?\w+|`[^`]*`|r?"(?:[^"\\]|\\.)*"|(?=[([]))/;

/** A name, constant, call or group with its steps: `trim(a)`, `@value[0].x`, `(a + b)`. */
function isPostfix(text: string): boolean {
  let rest = text.replace(OPERAND, "");
  if (rest === text && !/^[([]/.test(text)) return false;
  while (rest !== "") {
    const step = /^\.(?:\w+|`[^`]*`)/.exec(rest)?.[0].length ?? bracketLength(rest);
    if (step === 0) return false;
    rest = rest.slice(step);
  }
  return true;
}

/** The length of the bracket with which the text begins, up to its partner; 0 without one. */
function bracketLength(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|[()[\]]|[^"`()[\]]+/g)) {
    if (token === "(" || token === "[") depth++;
    if (token === ")" || token === "]") depth--;
    if (depth === 0) return /^[)\]]$/.test(token) ? index + 1 : 0;
  }
  return 0;
}
