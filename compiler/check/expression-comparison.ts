import type { Comparison, Expr } from "../../grammar/ast.ts";
import type { Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { notYet } from "./expression.ts";
import { snippet } from "./mismatch.ts";
import { requireText } from "./text-of.ts";
import { describe, invalid } from "./types.ts";
import type { Kind, Typed } from "./types.ts";
import { unify } from "./unify.ts";
import { call } from "./values.ts";

const ORDERED = { "<": "less", "<=": "lessOrEqual", ">": "greater", ">=": "greaterOrEqual" } as const;

export function inferComparison(expr: Comparison, context: Context): Typed {
  switch (expr.operator) {
    case "==":
      return compared(expr, equality(expr, context), (left, right) => call("equal", [left, right]));
    case "!=":
      return warned(
        expr,
        compared(expr, equality(expr, context), (left, right) => not(call("equal", [left, right]))),
        context,
      );
    case "is":
      return identity(expr, context, (value) => value);
    case "is not":
      return identity(expr, context, not);
    case "in":
      return membership(expr, context, (value) => value);
    case "not in":
      return warned(expr, membership(expr, context, not), context);
    case "between":
      return range(expr, context, (value) => value);
    case "not between":
      return range(expr, context, not);
    case "matches":
    case "not matches":
      return notYet(expr, "`matches`", "Use `starts_with`, `ends_with` or `contains` meanwhile.", context);
    default:
      return order(expr, ORDERED[expr.operator], context);
  }
}

type Wrap = (value: Value) => Value;

function not(value: Value): Value {
  return call("not", [value]);
}

/** Two undecoded values are compared as text. */
function equality(expr: Comparison, context: Context): readonly Typed[] {
  const { kind, operands } = unify([expr.left, expr.right], expr, context);
  return kind === "raw"
    ? operands.map((operand) => (operand.kind === "raw" ? requireText(operand, context) : operand))
    : operands;
}

function compared(expr: Comparison, operands: readonly Typed[], build: (left: Value, right: Value) => Value): Typed {
  const [left, right] = operands;
  if (left === undefined || right === undefined || left.kind === "invalid" || right.kind === "invalid")
    return invalid(expr.span);
  return {
    kind: "boolean",
    span: expr.span,
    value: build(left.value, right.value),
    nullable: left.nullable || right.nullable,
  };
}

/** `is` compares null as a value; beside a literal null nothing needs decoding. */
function identity(expr: Comparison, context: Context, wrap: Wrap): Typed {
  const { kind, operands } = unify([expr.left, expr.right], expr, context);
  const withNull = operands.some((operand) => operand.kind === "null");
  const comparable = kind === "raw" && !withNull ? operands.map((operand) => requireText(operand, context)) : operands;
  return { ...compared(expr, comparable, (left, right) => wrap(call("same", [left, right]))), nullable: false };
}

function order(expr: Comparison, fn: string, context: Context): Typed {
  const { kind, operands } = unify([expr.left, expr.right], expr, context);
  if (!isOrdered(kind, expr, operands, context)) return invalid(expr.span);
  return compared(expr, operands, (left, right) => call(fn, [left, right]));
}

function range(expr: Comparison, context: Context, wrap: Wrap): Typed {
  if (expr.upper === undefined) return invalid(expr.span);
  const { kind, operands } = unify([expr.left, expr.right, expr.upper], expr, context);
  if (!isOrdered(kind, expr, operands, context)) return invalid(expr.span);
  return {
    kind: "boolean",
    span: expr.span,
    value: wrap(
      call(
        "between",
        operands.map((operand) => operand.value),
      ),
    ),
    nullable: operands.some((operand) => operand.nullable),
  };
}

function isOrdered(kind: Kind, expr: Comparison, operands: readonly Typed[], context: Context): boolean {
  if (kind === "raw") context.sink.report("RDI2023", expr.operatorSpan, { operator: expr.operator });
  if (kind === "boolean") {
    const [first] = operands;
    context.sink.report("RDI2020", first?.span ?? expr.span, {
      found: describe("boolean"),
      wanted: "a value with an order",
    });
  }
  return kind !== "raw" && kind !== "boolean" && kind !== "invalid";
}

function membership(expr: Comparison, context: Context, wrap: Wrap): Typed {
  const list = ungrouped(expr.right);
  if (list.kind !== "list")
    return notYet(expr.right, "`in` without a list of values", 'Write the values: `x in ["a", "b"]`.', context);
  const { kind, operands } = unify([expr.left, ...list.items], expr, context);
  const typed = kind === "raw" ? operands.map((operand) => requireText(operand, context)) : operands;
  const [value, ...items] = typed;
  if (value === undefined || typed.some((operand) => operand.kind === "invalid")) return invalid(expr.span);
  return {
    kind: "boolean",
    span: expr.span,
    value: wrap(call("oneOf", [value.value, { kind: "list", items: items.map((item) => item.value) }])),
    nullable: typed.some((operand) => operand.nullable),
  };
}

function ungrouped(expr: Expr): Expr {
  return expr.kind === "group" ? ungrouped(expr.inner) : expr;
}

/** In a `where`, a null makes these never true, which is rarely meant. */
function warned(expr: Comparison, typed: Typed, context: Context): Typed {
  if (context.membership && typed.nullable && typed.kind !== "invalid") {
    const instead =
      expr.operator === "!="
        ? `Write \`${snippet(expr.left.span)} is not ${snippet(expr.right.span)}\`.`
        : 'Say what null means: `(x ?? "") not in […]`.';
    context.sink.report("RDI2070", expr.operatorSpan, { operator: expr.operator, instead });
  }
  return typed;
}
