import type { Expr } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { snippet } from "./mismatch.ts";
import { regexProblem } from "./regex.ts";
import { literal } from "./values.ts";

/** Text that is known now; undefined where it was reported. */
export function constantText(expr: Expr, wanted: Wanted, context: Context): string | undefined {
  if (expr.kind === "group") return constantText(expr.inner, wanted, context);
  if (expr.kind === "raw") return expr.text;
  if (expr.kind === "string" && expr.parts.every((part) => part.kind === "text"))
    return expr.parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
  context.sink.report("RDI2031", expr.span, { what: wanted.what, example: wanted.example });
  return undefined;
}

export interface Wanted {
  /** "a regular expression" */
  readonly what: string;
  /** One, as it is written. */
  readonly example: string;
}

/** What a constant has to satisfy: says why it does not, or undefined. */
export type Problem = (text: string) => string | undefined;

export interface ConstantKind extends Wanted {
  readonly problem: Problem;
  /** All that there are, where they can be told. */
  readonly known?: () => readonly string[];
  /** The runtime's function that makes it, once a module. */
  readonly fn: string;
  /** The beginning of its name in the module. */
  readonly name: string;
}

export const REGEX: ConstantKind = {
  what: "a regular expression",
  example: 'r"^[a-z]+$"',
  problem: regexProblem,
  fn: "regex",
  name: "matcher",
};

/** A regular expression, compiled when the module is loaded. */
export function regexConstant(expr: Expr, context: Context): Value | undefined {
  return moduleConstant(expr, REGEX, context);
}

/** A constant that the module makes of a text once. */
export function moduleConstant(expr: Expr, kind: ConstantKind, context: Context): Value | undefined {
  const text = constantText(expr, kind, context);
  if (text === undefined) return undefined;
  const why = kind.problem(text);
  if (why === undefined) return { kind: "constant", name: kind.name, fn: kind.fn, args: [literal(text)] };
  const near = suggest(text, kind.known?.() ?? []);
  context.sink.report("RDI2032", expr.span, { value: snippet(expr.span), what: kind.what, why, near });
  return undefined;
}

/** One of a few words in quotes. */
export function wordConstant(expr: Expr, what: string, words: readonly string[], context: Context): string | undefined {
  const text = constantText(expr, { what, example: `"${words[0] ?? ""}"` }, context);
  if (text === undefined || words.includes(text)) return text;
  const why = `It is one of ${words.map((word) => `\`"${word}"\``).join(", ")}.`;
  context.sink.report("RDI2032", expr.span, { value: snippet(expr.span), what, why, near: suggest(text, words) });
  return undefined;
}
