import type { Binary, Unary } from "../../grammar/ast.ts";
import type { Context } from "./context.ts";
import { convert } from "./convert.ts";
import { infer } from "./expression.ts";
import { inferDefault } from "./expression-default.ts";
import { inferLogic, inferNot } from "./expression-logic.ts";
import { inferConcat } from "./expression-text.ts";
import { inferTimes } from "./expression-times.ts";
import { coerce } from "./coerce.ts";
import { snippet, withCast, type Advice } from "./mismatch.ts";
import { describe, invalid, isUndecoded } from "./types.ts";
import type { Kind, Typed } from "./types.ts";
import { unify } from "./unify.ts";
import { call, literal } from "./values.ts";

type Arithmetic = "+" | "-" | "*" | "/" | "%";

const EXACT: Readonly<Record<Arithmetic, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "%": "remainder",
};

/** What can stand in arithmetic. `invalid` was reported already. */
const NUMERIC: ReadonlySet<Kind> = new Set<Kind>(["exact", "double", "raw", "json", "null", "never", "invalid"]);

export function inferBinary(expr: Binary, context: Context): Typed {
  switch (expr.operator) {
    case "and":
    case "or":
      return inferLogic(expr, expr.operator, context);
    case "??":
      return inferDefault(expr, context);
    case "++":
      return inferConcat(expr, context);
    default:
      return inferTimes(expr, context) ?? inferArithmetic(expr, expr.operator, context);
  }
}

function inferArithmetic(expr: Binary, operator: Arithmetic, context: Context): Typed {
  const wrong = [expr.left, expr.right].map((side) => infer(side, context)).find(({ kind }) => !NUMERIC.has(kind));
  if (wrong !== undefined) return notANumber(expr, wrong, context);
  const { kind, operands } = unify([expr.left, expr.right], expr, context);
  if (kind === "invalid") return invalid(expr.span);
  const numbers = isUndecoded(kind)
    ? [expr.left, expr.right].map((side) => convert(side, { kind: "operand", to: "exact" }, context))
    : operands;
  const [left, right] = numbers;
  if (left === undefined || right === undefined || left.kind === "invalid" || right.kind === "invalid")
    return invalid(expr.span);
  const divides = operator === "/" || operator === "%";
  const fn = kind === "double" ? `${EXACT[operator]}Double` : EXACT[operator];
  return {
    kind: kind === "double" ? "double" : "exact",
    span: expr.span,
    value: call(fn, [left.value, right.value], divides ? context.site : undefined),
    nullable: left.nullable || right.nullable,
    inexact: kind !== "double" && (operator === "/" || left.inexact === true || right.inexact === true),
  };
}

function notANumber(expr: Binary, found: Typed, context: Context): Typed {
  context.sink.report("RDI2020", found.span, {
    found: describe(found.kind),
    wanted: "a number",
    ...numberAdvice(expr, found),
  });
  return invalid(expr.span);
}

function numberAdvice(expr: Binary, found: Typed): Advice {
  if (found.kind !== "text") return {};
  const castable = found.constant === undefined && expr.operator !== "+";
  if (!castable) return { hint: 'Join texts with `++`, or with holes: `"{a} {b}"`.' };
  return { hint: `Write \`${snippet(found.span)} as numeric\`.`, fix: withCast(found.span, "numeric") };
}

export function inferUnary(expr: Unary, context: Context): Typed {
  if (expr.operator === "not") return inferNot(expr, context);
  const inner = infer(expr.operand, context);
  if (inner.kind === "duration") return { ...inner, span: expr.span, value: call("negateDuration", [inner.value]) };
  const operand =
    inner.kind === "double"
      ? inner
      : isUndecoded(inner.kind)
        ? convert(expr.operand, { kind: "operand", to: "exact" }, context)
        : coerce(inner, { kind: "operand", to: "exact" }, context);
  if (operand.kind === "invalid") return invalid(expr.span);
  if (operand.kind === "null") return { ...operand, span: expr.span };
  if (operand.constant?.kind === "number") return negated(operand.constant.text, expr);
  const fn = operand.kind === "double" ? "negateDouble" : "negate";
  return {
    kind: operand.kind,
    span: expr.span,
    value: call(fn, [operand.value]),
    nullable: operand.nullable,
    inexact: operand.inexact === true,
  };
}

function negated(text: string, expr: Unary): Typed {
  const opposite = text.startsWith("-") ? text.slice(1) : `-${text}`;
  return {
    kind: "exact",
    span: expr.span,
    value: call("exact", [literal(opposite)]),
    nullable: false,
    constant: { kind: "number", text: opposite },
  };
}
