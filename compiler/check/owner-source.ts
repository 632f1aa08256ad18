import type { Expr } from "../../grammar/ast.ts";
import type { OwnerPlan } from "../plan/ir.ts";

/** What a column's value is exactly. `text` tells constants apart. */
export type OwnerSource =
  Exclude<OwnerPlan["from"], { kind: "constant" }> | { readonly kind: "constant"; readonly text: string };

/** A capture, `@key` or a constant that is not null; undefined for anything that is merely computed from them. */
export function ownerSource(expr: Expr): OwnerSource | undefined {
  switch (expr.kind) {
    case "group":
      return ownerSource(expr.inner);
    case "at":
      if (expr.name === "value" || expr.name === "expires_at") return undefined;
      return expr.name === "key" ? { kind: "key" } : { kind: "capture", name: expr.name };
    case "string":
      return expr.parts.every((part) => part.kind === "text")
        ? constant(expr.parts.map((part) => (part.kind === "text" ? part.text : "")).join(""))
        : undefined;
    case "raw":
      return constant(expr.text);
    case "number":
      return constant(Number(expr.text));
    case "boolean":
      return constant(expr.value);
    case "unary":
      return expr.operator === "-" && expr.operand.kind === "number" ? constant(-Number(expr.operand.text)) : undefined;
    default:
      return undefined;
  }
}

function constant(value: string | number | boolean): OwnerSource {
  return { kind: "constant", text: JSON.stringify(value) };
}
