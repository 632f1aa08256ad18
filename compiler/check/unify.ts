import type { Binary, Call, CaseExpr, Comparison, Expr, ListExpr } from "../../grammar/ast.ts";
import type { Context } from "./context.ts";
import { convert } from "./convert.ts";
import { infer } from "./expression.ts";
import { snippet } from "./mismatch.ts";
import { requireText } from "./text-of.ts";
import type { Kind, ScalarKind, Typed } from "./types.ts";

export interface Unified {
  /** `raw` when none has a type, `null` when all are null, `invalid` when something was reported. */
  readonly kind: Kind;
  readonly operands: readonly Typed[];
}

/** Operands in one type: undecoded ones take that of the others, number literals take `double` next to one. */
export function unify(
  operands: readonly Expr[],
  parent: Binary | Comparison | Call | CaseExpr | ListExpr,
  context: Context,
): Unified {
  const typed = operands.map((operand) => infer(operand, context));
  if (typed.some((operand) => operand.kind === "invalid")) return { kind: "invalid", operands: typed };
  const concrete = typed.filter((operand) => !["raw", "json", "null", "never"].includes(operand.kind));
  const to = commonKind(concrete);
  if (to === undefined) return { kind: withoutType(typed), operands: typed };
  if (mixesFloats(concrete)) {
    reportFloats(parent, context);
    return { kind: "invalid", operands: typed };
  }
  const converted = operands.map((operand, index) => {
    const known = typed[index];
    return known?.kind === to ? known : convert(operand, { kind: "operand", to }, context);
  });
  return { kind: converted.some((operand) => operand.kind === "invalid") ? "invalid" : to, operands: converted };
}

function reportFloats(parent: Parameters<typeof unify>[1], context: Context): void {
  if (parent.kind === "case" || parent.kind === "list")
    context.sink.report("RDI2022", parent.span, { operator: parent.kind === "case" ? "`case`" : "The list" });
  else {
    const span = parent.kind === "call" ? parent.name.span : parent.operatorSpan;
    const place = parent.kind === "call" ? parent.span : span;
    context.sink.report("RDI2022", place, { operator: `\`${snippet(span)}\`` });
  }
}

function commonKind(typed: readonly Typed[]): ScalarKind | undefined {
  if (typed.some((operand) => operand.kind === "list" || operand.kind === "map")) return "json";
  const kinds = typed.map((operand) => operand.kind as ScalarKind);
  return kinds.includes("double") && kinds.every((kind) => kind === "double" || kind === "exact") ? "double" : kinds[0];
}

/** A field beside a JSON value is compared as text. */
function withoutType(typed: readonly Typed[]): Kind {
  if (typed.some((operand) => operand.kind === "raw")) return "raw";
  if (typed.some((operand) => operand.kind === "json")) return "json";
  return typed.some((operand) => operand.kind === "null") ? "null" : "never";
}

/** Operands of which one is the result: bytes and a JSON value have only text in common. */
export function alternatives(unified: Unified, context: Context): Unified {
  const { kind, operands } = unified;
  if (kind !== "raw" || !operands.some((operand) => operand.kind === "json")) return unified;
  return { kind: "text", operands: operands.map((operand) => requireText(operand, context)) };
}

function mixesFloats(typed: readonly Typed[]): boolean {
  const has = (kind: Kind) => typed.some((operand) => operand.kind === kind && operand.constant === undefined);
  return has("exact") && has("double");
}
