import type { Entry, Expr, ObjectExpr } from "../../grammar/ast.ts";
import type { Value } from "../plan/ir.ts";
import { coerce } from "./coerce.ts";
import type { Context } from "./context.ts";
import { convert } from "./convert.ts";
import { infer } from "./expression.ts";
import { nameAt } from "./expression-names.ts";
import { snippet } from "./mismatch.ts";
import { textOf } from "./text-of.ts";
import { toJson } from "./to-json.ts";
import { describe } from "./types.ts";
import type { Typed } from "./types.ts";
import { call, literal } from "./values.ts";

/** An entry of an object as an expression; `name` alone is the value of that name. */
export function entryTyped(entry: Exclude<Entry, { kind: "spread" }>, context: Context): Typed {
  return entry.value === undefined ? nameAt(entry.name.text, entry.name.span, context) : infer(entry.value, context);
}

/** What a Redis holds of a value: bytes as they are, everything else as its text. Null for what was reported. */
export function redisText(typed: Typed, context: Context): Value {
  if (typed.untried === true) return coerce(typed, { kind: "operand", to: "text" }, context).value;
  switch (typed.kind) {
    case "invalid":
      return literal(null);
    case "raw":
      return typed.raw ?? typed.value;
    case "bytes":
      return typed.value;
    case "list":
    case "map": {
      const json = toJson(typed, context);
      return json === undefined ? unwritable(typed, "text", context) : call("textOfJson", [json.value]);
    }
    default:
      return textOf(typed, context)?.value ?? unwritable(typed, "text", context);
  }
}

/** `redisFields(["city", …], …)`: the fields of a hash or of a stream's entry. */
export function redisFields(parts: readonly Value[]): Value {
  return call("redisFields", parts);
}

/** One entry of the object as a part of {@link redisFields}. */
export function fieldPart(entry: ObjectExpr["entries"][number], context: Context): Value {
  if (entry.kind === "spread") return spreadPart(infer(entry.value, context), context);
  return fieldPair(entry.name.text, redisText(entryTyped(entry, context), context));
}

export function fieldPair(name: string, value: Value): Value {
  return { kind: "list", items: [literal(name), value] };
}

function spreadPart(spread: Typed, context: Context): Value {
  if (spread.kind === "invalid" || spread.kind === "null") return literal(null);
  if (spread.kind === "json") return call("asObject", [spread.value], context.site);
  if (spread.kind === "map") {
    if (spread.element?.kind === "raw") return spread.value;
    const json = toJson(spread, context);
    if (json !== undefined) return call("asObject", [json.value], context.site);
  }
  const hint = spread.kind === "raw" ? `If it holds JSON, write \`...(${snippet(spread.span)} as json)\`.` : undefined;
  return unwritable(spread, "a JSON object or a map", context, hint);
}

/** A sorted set's score. Any number will do, since a score is a `double` whatever it is made of. */
export function scoreValue(value: Expr, context: Context): Value {
  const explicit = infer(value, context).kind === "exact";
  const typed = convert(value, { kind: "column", type: { kind: "double" }, explicit }, context);
  return call("redisScore", [call("required", [typed.value], context.site)], context.site);
}

/** When the key ends: a duration is counted from when the change was observed. */
export function expiryValue(value: Expr | undefined, context: Context): Value {
  if (value === undefined) return literal(null);
  const typed = infer(value, context);
  switch (typed.kind) {
    case "duration":
      return call("plusDuration", [{ kind: "now" }, typed.value]);
    case "timestamptz":
    case "null":
    case "never":
      return typed.value;
    case "invalid":
      return literal(null);
    default:
      return unwritable(
        typed,
        "a duration or an instant",
        context,
        typed.kind === "raw" || typed.kind === "json"
          ? `Write \`${snippet(typed.span)} as timestamptz\`, or \`seconds(${snippet(typed.span)})\`.`
          : undefined,
      );
  }
}

function unwritable(typed: Typed, wanted: string, context: Context, hint?: string): Value {
  context.sink.report("RDI2020", typed.span, { found: describe(typed.kind), wanted, hint });
  return literal(null);
}
