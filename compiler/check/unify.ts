import type { Binary, Call, Comparison, Expr } from "../../grammar/ast.ts";
import type { Context } from "./context.ts";
import { convert } from "./convert.ts";
import { infer } from "./expression.ts";
import { snippet } from "./mismatch.ts";
import type { Kind, ScalarKind, Typed } from "./types.ts";

export interface Unified {
  /** `raw` when none has a type, `null` when all are null, `invalid` when something was reported. */
  readonly kind: Kind;
  readonly operands: readonly Typed[];
}

/** Operands in one type: undecoded ones take that of the others, number literals take `double` next to one. */
export function unify(operands: readonly Expr[], parent: Binary | Comparison | Call, context: Context): Unified {
  const typed = operands.map((operand) => infer(operand, context));
  if (typed.some((operand) => operand.kind === "invalid")) return { kind: "invalid", operands: typed };
  const concrete = typed.filter((operand) => !["raw", "null", "never"].includes(operand.kind));
  const to = commonKind(concrete);
  if (to === undefined) return { kind: withoutType(typed), operands: typed };
  if (mixesFloats(concrete)) {
    const span = parent.kind === "call" ? parent.span : parent.operatorSpan;
    context.sink.report("RDI2022", span, {
      operator: `\`${snippet(parent.kind === "call" ? parent.name.span : span)}\``,
    });
    return { kind: "invalid", operands: typed };
  }
  const converted = operands.map((operand, index) => {
    const known = typed[index];
    return known?.kind === to ? known : convert(operand, { kind: "operand", to }, context);
  });
  return { kind: converted.some((operand) => operand.kind === "invalid") ? "invalid" : to, operands: converted };
}

function commonKind(typed: readonly Typed[]): ScalarKind | undefined {
  const kinds = typed.map((operand) => operand.kind as ScalarKind);
  return kinds.includes("double") && kinds.every((kind) => kind === "double" || kind === "exact") ? "double" : kinds[0];
}

function withoutType(typed: readonly Typed[]): Kind {
  if (typed.some((operand) => operand.kind === "raw")) return "raw";
  return typed.some((operand) => operand.kind === "null") ? "null" : "never";
}

function mixesFloats(typed: readonly Typed[]): boolean {
  const has = (kind: Kind) => typed.some((operand) => operand.kind === kind && operand.constant === undefined);
  return has("exact") && has("double");
}
