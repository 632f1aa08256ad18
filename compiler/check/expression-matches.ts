import type { Comparison } from "../../grammar/ast.ts";
import type { Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { convert } from "./convert.ts";
import { regexConstant } from "./module-constants.ts";
import { invalid } from "./types.ts";
import type { Typed } from "./types.ts";
import { call } from "./values.ts";

/** `x matches r"…"`: searches, with a pattern that is known when the module is loaded. */
export function inferMatches(expr: Comparison, context: Context, wrap: (value: Value) => Value): Typed {
  const text = convert(expr.left, { kind: "operand", to: "text" }, context);
  const pattern = regexConstant(expr.right, context);
  if (text.kind === "invalid" || pattern === undefined) return invalid(expr.span);
  return {
    kind: "boolean",
    span: expr.span,
    value: wrap(call("matches", [text.value, pattern])),
    nullable: text.nullable,
  };
}
