import type { AtName, NameExpr } from "../../grammar/ast.ts";
import type { Span } from "../../grammar/source.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { Value } from "../plan/ir.ts";
import { decodeColumn, kindOfColumn, loadColumn } from "./columns.ts";
import type { Context } from "./context.ts";
import type { CapturePart } from "./pattern.ts";
import { declaredLater, lookUp } from "./scope.ts";
import type { Binding } from "./scope.ts";
import { invalid } from "./types.ts";
import type { Typed } from "./types.ts";
import { call } from "./values.ts";

/** A `let`, otherwise the field of that name. */
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
  context.job.fields.add(name);
  const value: Value = { kind: "field", name };
  return { kind: "raw", span, value, raw: value, nullable: true };
}

function bound(binding: Binding, span: Span): Typed {
  return { ...binding.typed, span };
}

/** A capture or the key. */
export function inferAt(expr: AtName, context: Context): Typed {
  const { name, span } = expr;
  if (name === "key") return textual({ kind: "key" }, span, context);
  const capture = context.job.captures.get(name);
  if (capture !== undefined) return inferCapture(capture, span, context);
  if (name === "value" || name === "expires_at") {
    const meanwhile = name === "value" ? "Name the fields that you need." : undefined;
    context.sink.report("RDI2060", span, { what: `\`@${name}\``, meanwhile });
    return invalid(span);
  }
  const known = ["key", ...context.job.captures.keys()];
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
