import type { Cast } from "../../grammar/ast.ts";
import { columnTypeOf } from "./column-types.ts";
import { kindOfColumn, loadColumn } from "./columns.ts";
import type { Context } from "./context.ts";
import { convert } from "./convert.ts";
import { infer } from "./expression.ts";
import { invalid } from "./types.ts";
import type { Typed } from "./types.ts";

/** `x as numeric(12,2)`: decodes, converts and checks the range; afterwards it is an ordinary value of that kind. */
export function inferCast(expr: Cast, context: Context): Typed {
  const type = columnTypeOf(expr.type, context.sink);
  if (type === undefined) {
    infer(expr.operand, context);
    return invalid(expr.span);
  }
  const converted = convert(expr.operand, { kind: "column", type, explicit: true }, context);
  if (converted.kind === "invalid" || converted.kind === "never" || converted.kind === "null")
    return { ...converted, span: expr.span };
  return {
    kind: kindOfColumn(type),
    span: expr.span,
    value: loadColumn(type, converted.value),
    nullable: converted.nullable,
    stored: { type, value: converted.value },
  };
}
