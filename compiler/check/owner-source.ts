import type { Expr } from "../../grammar/ast.ts";
import type { OwnerPlan } from "../plan/ir.ts";
import { decimalOf } from "./decimals.ts";
import type { Constant } from "./types.ts";

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
        ? constant({ kind: "text", text: expr.parts.map((part) => (part.kind === "text" ? part.text : "")).join("") })
        : undefined;
    case "raw":
      return constant({ kind: "text", text: expr.text });
    case "number":
      return constant({ kind: "number", text: expr.text });
    case "boolean":
      return constant({ kind: "boolean", value: expr.value });
    case "unary":
      return expr.operator === "-" && expr.operand.kind === "number"
        ? constant({ kind: "number", text: `-${expr.operand.text}` })
        : undefined;
    default:
      return undefined;
  }
}

function constant(value: Constant): OwnerSource {
  return { kind: "constant", text: contentOf(value) };
}

/** Equal texts for equal constants: `1.0` and `1` are one number, and digits beyond a double's tell two apart. */
export function contentOf(value: Constant): string {
  if (value.kind === "text") return JSON.stringify(value.text);
  if (value.kind === "boolean") return String(value.value);
  const decimal = decimalOf(value.text);
  if (decimal === undefined) return value.text;
  return `${decimal.negative ? "-" : ""}${decimal.digits}e-${decimal.scale}`;
}
