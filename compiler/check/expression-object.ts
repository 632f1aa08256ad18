import type { Entry, ObjectExpr } from "../../grammar/ast.ts";
import type { Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { infer } from "./expression.ts";
import { nameAt } from "./expression-names.ts";
import { snippet } from "./mismatch.ts";
import { toJson } from "./to-json.ts";
import { describe, invalid } from "./types.ts";
import type { Typed } from "./types.ts";
import { call, literal } from "./values.ts";

/** `{ a: 1, b, ...rest }`: a JSON object. Later entries win. */
export function inferObject(expr: ObjectExpr, context: Context): Typed {
  const entries = expr.entries.map((entry) => entryValue(entry, context));
  if (entries.some((entry) => entry === undefined)) return invalid(expr.span);
  const value = call(
    "objectOf",
    entries.flatMap((entry) => (entry === undefined ? [] : [entry])),
  );
  // Nothing else can be made of it, so it is not undecoded as a document's members are.
  return { kind: "json", span: expr.span, value, nullable: false };
}

function entryValue(entry: Entry, context: Context): Value | undefined {
  if (entry.kind === "spread") {
    const spread = infer(entry.value, context);
    return spreadValue(spread, context);
  }
  const typed =
    entry.value === undefined ? nameAt(entry.name.text, entry.name.span, context) : infer(entry.value, context);
  const value = jsonOf(typed, "a JSON value", context);
  return value === undefined ? undefined : { kind: "list", items: [literal(entry.name.text), value] };
}

function spreadValue(spread: Typed, context: Context): Value | undefined {
  if (spread.kind === "json") return call("asObject", [spread.value], context.site);
  const map = spread.kind === "map" ? toJson(spread, context) : undefined;
  if (map !== undefined) return call("asObject", [map.value], context.site);
  if (spread.kind !== "invalid")
    context.sink.report("RDI2020", spread.span, {
      found: describe(spread.kind),
      wanted: "a JSON object or a map",
      hint: spread.kind === "raw" ? `If it holds JSON, write \`...(${snippet(spread.span)} as json)\`.` : undefined,
    });
  return undefined;
}

function jsonOf(typed: Typed, wanted: string, context: Context): Value | undefined {
  if (typed.kind === "invalid") return undefined;
  const json = toJson(typed, context);
  if (json === undefined) {
    const hint = typed.kind === "bytes" ? "Write it as text, such as with `base64_encode`." : undefined;
    context.sink.report("RDI2020", typed.span, { found: describe(typed.kind), wanted, hint });
  }
  return json?.value;
}
