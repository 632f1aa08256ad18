import type { Binary } from "../../grammar/ast.ts";
import type { Context } from "./context.ts";
import { convert } from "./convert.ts";
import { infer } from "./expression.ts";
import { describe, invalid } from "./types.ts";
import type { Kind, Typed } from "./types.ts";
import { call } from "./values.ts";

/** `timestamptz ± duration` and `timestamptz - timestamptz`. Undefined when no time takes part. */
export function inferTimes(expr: Binary, context: Context): Typed | undefined {
  const left = infer(expr.left, context);
  const right = infer(expr.right, context);
  if (!isTime(left.kind) && !isTime(right.kind)) return undefined;
  if (left.kind === "invalid" || right.kind === "invalid") return invalid(expr.span);
  if (expr.operator === "+" && right.kind === "duration") return shift("plusDuration", expr, "left", context);
  if (expr.operator === "+" && left.kind === "duration") return shift("plusDuration", expr, "right", context);
  if (expr.operator === "-" && right.kind === "duration") return shift("minusDuration", expr, "left", context);
  if (expr.operator === "-" && (left.kind === "timestamptz" || right.kind === "timestamptz"))
    return difference(expr, context);
  const found = isTime(right.kind) ? right : left;
  context.sink.report("RDI2020", found.span, {
    found: describe(found.kind),
    wanted: "a number",
    why: "Times know `timestamptz ± duration` and `timestamptz - timestamptz`.",
  });
  return invalid(expr.span);
}

function isTime(kind: Kind): boolean {
  return kind === "timestamptz" || kind === "duration" || kind === "timestamp" || kind === "date" || kind === "time";
}

function shift(fn: string, expr: Binary, instantSide: "left" | "right", context: Context): Typed {
  const instant = convert(expr[instantSide], { kind: "operand", to: "timestamptz" }, context);
  const duration = convert(
    instantSide === "left" ? expr.right : expr.left,
    { kind: "operand", to: "duration" },
    context,
  );
  if (instant.kind === "invalid" || duration.kind === "invalid") return invalid(expr.span);
  const nullable = instant.nullable || duration.nullable;
  return { kind: "timestamptz", span: expr.span, value: call(fn, [instant.value, duration.value]), nullable };
}

function difference(expr: Binary, context: Context): Typed {
  const [left, right] = [expr.left, expr.right].map((side) =>
    convert(side, { kind: "operand", to: "timestamptz" }, context),
  );
  if (left === undefined || right === undefined || left.kind === "invalid" || right.kind === "invalid")
    return invalid(expr.span);
  return {
    kind: "duration",
    span: expr.span,
    value: call("minusInstant", [left.value, right.value]),
    nullable: left.nullable || right.nullable,
  };
}
