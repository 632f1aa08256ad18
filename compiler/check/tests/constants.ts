import type { Entry, Expr, StringLiteral } from "../../../grammar/ast.ts";
import type { Span } from "../../../grammar/source.ts";
import type { Sink } from "../sink.ts";
import { instantText } from "./instants.ts";

/** A value of a test. */
export type Constant = { readonly span: Span } & (
  | { readonly kind: "null" }
  | { readonly kind: "boolean"; readonly value: boolean }
  /** As written, with its sign. */
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "instant"; readonly micros: bigint }
  | { readonly kind: "list"; readonly items: readonly Constant[] }
  | { readonly kind: "object"; readonly entries: readonly ConstantEntry[] }
);

export interface ConstantEntry {
  readonly name: string;
  readonly span: Span;
  readonly value: Constant;
}

/** What `now()` is, and who is told of what is wrong. */
export interface ConstantContext {
  readonly now: bigint;
  readonly sink: Sink;
}

/** Undefined for what is no constant, which is reported. */
export function constantOf(expr: Expr, context: ConstantContext): Constant | undefined {
  const { span } = expr;
  switch (expr.kind) {
    case "null":
      return { kind: "null", span };
    case "boolean":
      return { kind: "boolean", span, value: expr.value };
    case "number":
      return { kind: "number", span, text: expr.text };
    case "raw":
      return { kind: "text", span, text: expr.text };
    case "string": {
      const text = constantText(expr, "a value of a test", context.sink);
      return text === undefined ? undefined : { kind: "text", span, text };
    }
    case "group":
      return constantOf(expr.inner, context);
    case "unary":
      return negative(expr, context);
    case "list":
      return listOf(expr, context);
    case "object":
      return objectOf(expr, context);
    case "call":
    case "binary":
      return instantOf(expr, context);
    default:
      return refuse(expr, context);
  }
}

/** Undefined where it has holes, which is reported. */
export function constantText({ parts, span }: StringLiteral, what: string, sink: Sink): string | undefined {
  const texts = parts.map((part) => (part.kind === "text" ? part.text : undefined));
  if (texts.every((text) => text !== undefined)) return texts.join("");
  sink.report("RDI2017", span, { what });
  return undefined;
}

function negative(expr: Extract<Expr, { kind: "unary" }>, context: ConstantContext): Constant | undefined {
  if (expr.operator !== "-" || expr.operand.kind !== "number") return refuse(expr, context);
  return { kind: "number", span: expr.span, text: `-${expr.operand.text}` };
}

function listOf({ items, span }: Extract<Expr, { kind: "list" }>, context: ConstantContext): Constant | undefined {
  const constants = items.map((item) => constantOf(item, context));
  return constants.every((item) => item !== undefined) ? { kind: "list", span, items: constants } : undefined;
}

function objectOf(expr: Extract<Expr, { kind: "object" }>, context: ConstantContext): Constant | undefined {
  const first = new Map<string, Span>();
  const entries = expr.entries.map((entry) => entryOf(entry, first, context));
  return entries.every((entry) => entry !== undefined) ? { kind: "object", span: expr.span, entries } : undefined;
}

function entryOf(entry: Entry, first: Map<string, Span>, context: ConstantContext): ConstantEntry | undefined {
  if (entry.kind === "spread") return refuse(entry, context);
  const { text: name, span } = entry.name;
  const earlier = first.get(name);
  if (earlier !== undefined)
    context.sink.report("RDI2007", span, { what: "the name", name }, [{ span: earlier, label: "first given here" }]);
  first.set(name, earlier ?? span);
  if (entry.value === undefined) return refuse(entry, context);
  const value = constantOf(entry.value, context);
  return value === undefined || earlier !== undefined ? undefined : { name, span, value };
}

/** `now()`, `now() + 30m`, `now() - 7d`. */
function instantOf(expr: Extract<Expr, { kind: "call" | "binary" }>, context: ConstantContext): Constant | undefined {
  const { span } = expr;
  if (expr.kind === "call") {
    const isNow = expr.name.text === "now" && expr.args.length === 0;
    return isNow ? { kind: "instant", span, micros: context.now } : refuse(expr, context);
  }
  const { left, right, operator } = expr;
  if (right.kind !== "duration" || (operator !== "+" && operator !== "-")) return refuse(expr, context);
  const from = left.kind === "call" || left.kind === "binary" ? instantOf(left, context) : refuse(left, context);
  if (from?.kind !== "instant") return undefined;
  return { kind: "instant", span, micros: operator === "+" ? from.micros + right.micros : from.micros - right.micros };
}

const DESCRIPTIONS: Readonly<Partial<Record<Expr["kind"] | Entry["kind"], string>>> = {
  name: "a name",
  at: "a capture",
  call: "a function",
  binary: "a calculation",
  unary: "a calculation",
  duration: "a duration",
  size: "a size",
  entry: "a name without a value",
  spread: "`...`",
};

function refuse(
  { kind, span }: { readonly kind: Expr["kind"] | Entry["kind"]; readonly span: Span },
  { sink }: ConstantContext,
): undefined {
  sink.report("RDI2101", span, { what: DESCRIPTIONS[kind] ?? "this expression" });
  return undefined;
}

/** What the constant is, for messages. */
export function describeConstant({ kind }: Constant): string {
  return {
    null: "null",
    boolean: "a boolean",
    number: "a number",
    text: "text",
    instant: "an instant",
    list: "a list",
    object: "an object",
  }[kind];
}

/** As Redis holds a scalar; undefined for lists, objects and null. */
export function scalarText(constant: Constant): string | undefined {
  switch (constant.kind) {
    case "boolean":
      return String(constant.value);
    case "number":
    case "text":
      return constant.text;
    case "instant":
      return instantText(constant.micros);
    default:
      return undefined;
  }
}

/** As a document holds it. */
export function jsonOf(constant: Constant): string {
  switch (constant.kind) {
    case "null":
      return "null";
    case "boolean":
    case "number":
      return scalarText(constant) ?? "";
    case "text":
      return JSON.stringify(constant.text);
    case "instant":
      return JSON.stringify(instantText(constant.micros));
    case "list":
      return `[${constant.items.map(jsonOf).join(",")}]`;
    case "object":
      return `{${constant.entries.map(({ name, value }) => `${JSON.stringify(name)}:${jsonOf(value)}`).join(",")}}`;
  }
}
