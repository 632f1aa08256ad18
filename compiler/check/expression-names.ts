import type { AtName, NameExpr } from "../../grammar/ast.ts";
import type { Span } from "../../grammar/source.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { Value } from "../plan/ir.ts";
import { decodeOperand } from "./columns.ts";
import type { Context } from "./context.ts";
import type { CapturePart } from "./pattern.ts";
import { declaredLater, lookUp } from "./scope.ts";
import type { Binding } from "./scope.ts";
import { invalid } from "./types.ts";
import type { ScalarKind, Typed } from "./types.ts";

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

const KINDS: Readonly<Record<CapturePart["type"], ScalarKind>> = {
  text: "text",
  int: "exact",
  bigint: "exact",
  uuid: "uuid",
  date: "date",
  any: "text",
};

/** A capture or the key: typed, and exactly its text. */
export function inferAt(expr: AtName, context: Context): Typed {
  const { name, span } = expr;
  if (name === "key") return textual("text", { kind: "key" }, expr, context);
  const capture = context.job.captures.get(name);
  if (capture !== undefined) return textual(KINDS[capture.type], { kind: "capture", name }, expr, context);
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

function textual(kind: ScalarKind, raw: Value, expr: AtName, context: Context): Typed {
  return { kind, span: expr.span, value: decodeOperand(kind, raw, context.site) ?? raw, raw, nullable: false };
}
