import type { Comparison, Expr } from "../../grammar/ast.ts";
import type { Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { infer } from "./expression.ts";
import { inferMatches } from "./expression-matches.ts";
import { inferMembership } from "./expression-membership.ts";
import { snippet } from "./mismatch.ts";
import { requireText } from "./text-of.ts";
import { describe, invalid, isUndecoded } from "./types.ts";
import type { Kind, Typed } from "./types.ts";
import { unify } from "./unify.ts";
import { call, literal } from "./values.ts";

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
      return inferMembership(expr, context, (value) => value);
    case "not in":
      return warned(expr, inferMembership(expr, context, not), context);
    case "between":
      return range(expr, context, (value) => value);
    case "not between":
      return range(expr, context, not);
    case "matches":
      return inferMatches(expr, context, (value) => value);
    case "not matches":
      return warned(expr, inferMatches(expr, context, not), context);
    default:
      return order(expr, ORDERED[expr.operator], context);
  }
}

const UNORDERED: ReadonlySet<Kind> = new Set<Kind>(["boolean", "json"]);

type Wrap = (value: Value) => Value;

function not(value: Value): Value {
  return call("not", [value]);
}

/** Two undecoded values are compared as text. */
function equality(expr: Comparison, context: Context): readonly Typed[] {
  const { kind, operands } = unify([expr.left, expr.right], expr, context);
  return kind === "raw"
    ? operands.map((operand) => (isUndecoded(operand.kind) ? requireText(operand, context) : operand))
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
  const present = presence(expr, context, wrap);
  if (present !== undefined) return present;
  const { kind, operands } = unify([expr.left, expr.right], expr, context);
  const comparable = kind === "raw" ? operands.map((operand) => requireText(operand, context)) : operands;
  return { ...compared(expr, comparable, (left, right) => wrap(call("same", [left, right]))), nullable: false };
}

function presence(expr: Comparison, context: Context, wrap: Wrap): Typed | undefined {
  const [tested, other] = isNull(expr.right) ? [expr.left, expr.right] : [expr.right, expr.left];
  if (!isNull(other)) return undefined;
  const typed = infer(tested, context);
  if (typed.kind === "invalid") return invalid(expr.span);
  return {
    kind: "boolean",
    span: expr.span,
    value: wrap(call("same", [typed.value, literal(null)])),
    nullable: false,
  };
}

function isNull(expr: Expr): boolean {
  return expr.kind === "group" ? isNull(expr.inner) : expr.kind === "null";
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
  const [first] = operands;
  const typed = operands.every((operand) => isUndecoded(operand.kind) || operand.kind === "null");
  if (typed && isUndecoded(kind)) context.sink.report("RDI2023", expr.operatorSpan, { operator: expr.operator });
  else if (UNORDERED.has(kind)) {
    const found = describe(first?.kind === "list" || first?.kind === "map" ? first.kind : kind);
    context.sink.report("RDI2020", first?.span ?? expr.span, { found, wanted: "a value with an order" });
  }
  return !UNORDERED.has(kind) && kind !== "raw" && kind !== "invalid";
}

/** In a `where`, a null makes these never true, which is rarely meant. */
function warned(expr: Comparison, typed: Typed, context: Context): Typed {
  if (context.membership && typed.nullable && typed.kind !== "invalid") {
    context.sink.report("RDI2070", expr.operatorSpan, { operator: expr.operator, instead: insteadOf(expr) });
  }
  return typed;
}

function insteadOf(expr: Comparison): string {
  const left = snippet(expr.left.span);
  if (expr.operator === "!=") return `Write \`${left} is not ${snippet(expr.right.span)}\`.`;
  const value = expr.left.kind === "name" ? left : "x";
  return `Say what null means: \`(${value} ?? "") ${expr.operator} …\`.`;
}
