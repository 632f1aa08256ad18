import { isLabel, onlyName } from "../../grammar/corrections.ts";
import type { AtName, NameExpr } from "../../grammar/ast.ts";
import type { Span } from "../../grammar/source.ts";
import { suggest } from "../../grammar/suggest.ts";
import { didYouMean } from "../../grammar/message.ts";
import type { Value } from "../plan/ir.ts";
import { decodeColumn, kindOfColumn, loadColumn } from "./columns.ts";
import type { Context } from "./context.ts";
import type { CapturePart } from "./pattern.ts";
import { declaredLater, lookUp, namesIn } from "./scope.ts";
import type { Binding } from "./scope.ts";
import { invalid } from "./types.ts";
import type { Typed } from "./types.ts";
import { hasFields, valueOfKind } from "./value-kinds.ts";
import { call } from "./values.ts";

/** A binding, otherwise the field of that name. */
export function inferName(expr: NameExpr, context: Context): Typed {
  return nameAt(expr.name.text, expr.span, context);
}

export function nameAt(name: string, span: Span, context: Context): Typed {
  const binding = lookUp(context.scope, name);
  if (binding !== undefined) return bound(binding, span);
  const later = declaredLater(context.scope, name);
  if (later !== undefined) {
    context.sink.report("RDI2008", span, { name }, [{ span: later.name.span, label: "declared here" }]);
    return invalid(span);
  }
  const { reads } = context.job;
  return reads !== undefined && hasFields(reads) ? fieldAt(name, span, reads) : unknownName(name, span, context);
}

/** A hash field or a member of the document's root object. */
export function fieldAt(name: string, span: Span, reads: "hash" | "json"): Typed {
  const value: Value = { kind: "field", name };
  return { kind: reads === "hash" ? "raw" : "json", span, value, raw: value, nullable: true };
}

const WITHOUT_VALUE = {
  job: "",
  function: "The body of a function knows its parameters only.",
  outcome: "The key is gone, and with it its value: there are captures, `@key`, constants and `now()`.",
} as const;

function unknownName(name: string, span: Span, context: Context): Typed {
  const { reads, captures, place } = context.job;
  const known = namesIn(context.scope);
  const why = reads === undefined ? WITHOUT_VALUE[place] : `A ${reads} has no fields; its value is \`@value\`.`;
  const near = suggest(name, known);
  const hint = captures.has(name) ? `Write \`@${name}\` for the capture.` : didYouMean(near);
  const fix = captures.has(name) ? `@${name}` : onlyName(near);
  context.sink.report("RDI2018", span, { name, why, hint, fix: isLabel(span) ? undefined : fix });
  return invalid(span);
}

function bound(binding: Binding, span: Span): Typed {
  return { ...binding.typed, span };
}

/** A capture, the key, the value, the expiry. */
export function inferAt(expr: AtName, context: Context): Typed {
  const { name, span } = expr;
  if (context.job.place === "function") return unknownName(`@${name}`, span, context);
  if (name === "key") return textual({ kind: "key" }, span, context);
  const capture = context.job.captures.get(name);
  if (capture !== undefined) return inferCapture(capture, span, context);
  const { reads, place } = context.job;
  if (place === "outcome" && (name === "value" || name === "expires_at")) return unknownName(`@${name}`, span, context);
  if (name === "value" && reads !== undefined) return valueOfKind(reads, { kind: "value" }, span, false);
  if (name === "expires_at" && reads !== undefined)
    return { kind: "timestamptz", span, value: { kind: "expiry" }, nullable: true };
  const known = ["key", ...(reads === undefined ? [] : ["value", "expires_at"]), ...context.job.captures.keys()];
  context.sink.report("RDI2001", span, {
    name,
    known: known.map((k) => `@${k}`),
    near: suggest(name, known).map((k) => `@${k}`),
  });
  return invalid(span);
}

/** A pattern matches any number of digits, and any two of them as a month, so the type has the last word wherever a capture is used. */
function inferCapture({ name, type }: CapturePart, span: Span, context: Context): Typed {
  const raw: Value = { kind: "capture", name };
  if (type === "text" || type === "any") return textual(raw, span, context);
  const rawType = { kind: type };
  const value = loadColumn(rawType, decodeColumn(rawType, raw, context.site));
  return { kind: kindOfColumn(rawType), span, value, raw, rawType, nullable: false };
}

function textual(raw: Value, span: Span, context: Context): Typed {
  return { kind: "text", span, value: call("decodeText", [raw], context.site), raw, nullable: false };
}
