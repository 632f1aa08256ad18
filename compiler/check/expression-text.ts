import type { Binary, Expr, RawLiteral, StringLiteral, StringPart } from "../../grammar/ast.ts";
import type { Span } from "../../grammar/source.ts";
import type { Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { infer } from "./expression.ts";
import { requireText } from "./text-of.ts";
import { invalid } from "./types.ts";
import type { Typed } from "./types.ts";
import { call, literal } from "./values.ts";

/** A string: constant, or a template whose holes become text. A null hole makes it null. */
export function inferTemplate(expr: StringLiteral, context: Context): Typed {
  const parts = expr.parts.map((part) => templatePart(part, context));
  if (parts.every((part) => part.constant?.kind === "text")) {
    return constantText(
      parts.map((part) => (part.constant?.kind === "text" ? part.constant.text : "")).join(""),
      expr.span,
    );
  }
  return joined(parts, expr.span);
}

export function inferRaw(expr: RawLiteral, context: Context): Typed {
  checkStorable(expr.text, expr.span, context);
  return constantText(expr.text, expr.span);
}

/** `a ++ b ++ c` in one call. */
export function inferConcat(expr: Binary, context: Context): Typed {
  return joined(
    operandsOf(expr).map((operand) => requireText(infer(operand, context), context)),
    expr.span,
  );
}

function operandsOf(expr: Expr): readonly Expr[] {
  if (expr.kind !== "binary" || expr.operator !== "++") return [expr];
  return [...operandsOf(expr.left), ...operandsOf(expr.right)];
}

function templatePart(part: StringPart, context: Context): Typed {
  switch (part.kind) {
    case "text":
      checkStorable(part.text, part.span, context);
      return constantText(part.text, part.span);
    case "hole":
      return requireText(infer(part.value, context), context);
    case "capture":
      return invalid(part.span);
  }
}

function joined(parts: readonly Typed[], span: Span): Typed {
  if (parts.some((part) => part.kind === "invalid")) return invalid(span);
  const values = parts.map((part) => part.value).filter((value) => !isEmptyText(value));
  const [only] = values;
  const value = values.length === 1 && only !== undefined ? only : call("concat", values);
  return { kind: "text", span, value, nullable: parts.some((part) => part.nullable) };
}

function isEmptyText(value: Value): boolean {
  return value.kind === "literal" && value.value === "";
}

function constantText(text: string, span: Span): Typed {
  return { kind: "text", span, value: literal(text), nullable: false, constant: { kind: "text", text } };
}

function checkStorable(text: string, span: Span, context: Context): void {
  if (text.includes("\0")) context.sink.report("RDI2029", span, { what: "a NUL character" });
  if (/\p{Surrogate}/u.test(text)) context.sink.report("RDI2029", span, { what: "half of a surrogate pair" });
}
