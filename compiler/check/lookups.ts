import type { Expr, Lookup } from "../../grammar/ast.ts";
import type { LookupPlan, Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { infer } from "./expression.ts";
import { inferTemplate } from "./expression-text.ts";
import { dependsOnClock } from "./clock.ts";
import { placeOf } from "./place.ts";
import { lookUp } from "./scope.ts";
import type { Binding } from "./scope.ts";
import { requireText } from "./text-of.ts";
import type { Typed } from "./types.ts";
import { checkValueKind, valueOfKind } from "./value-kinds.ts";

/** What `lookup c = hash "country:{code}"` stands for, apart from its name. */
export interface CheckedLookup {
  readonly plan: LookupPlan;
  readonly key: Value;
  readonly typed: Typed;
}

/** Which of its members are read is decided when the whole job is known. */
export function checkLookup(clause: Lookup, local: string, context: Context): CheckedLookup | undefined {
  const kind = checkValueKind(clause.system, context.sink);
  const key = inferTemplate(clause.key, context);
  if (key.kind !== "invalid" && dependsOnClock(key.value, context.job))
    context.sink.report("RDI2045", clause.key.span, { what: "which key is looked up" });
  if (kind === undefined || key.kind === "invalid") return undefined;
  const cached = clause.cached === undefined ? undefined : Number(clause.cached.micros / 1000n);
  const plan: LookupPlan = { name: local, kind, members: "all", probed: false, cached, place: placeOf(clause.span) };
  context.job.lookups.set(local, plan);
  const value: Value = { kind: "lookup", lookup: local, key: key.value };
  return { plan, key: key.value, typed: valueOfKind(kind, value, clause.span, true) };
}

/** The lookup that a name stands for, when the expression is nothing but that name. */
export function lookupOf(expr: Expr, context: Context): Binding["lookup"] {
  if (expr.kind === "group") return lookupOf(expr.inner, context);
  if (expr.kind !== "name") return undefined;
  return lookUp(context.scope, expr.name.text)?.lookup;
}

/** One member of a looked-up value, and the member itself. Undefined where something was reported. */
export function probe(
  lookup: Expr,
  member: Expr,
  context: Context,
): { readonly value: Value; readonly member: Value } | undefined {
  const found = lookupOf(lookup, context);
  const typed = infer(member, context);
  if (found === undefined || typed.kind === "invalid") return undefined;
  const asked = typed.kind === "raw" ? typed : requireText(typed, context);
  if (asked.kind === "invalid") return undefined;
  const { plan, key } = found;
  return { value: { kind: "probe", lookup: plan.name, key, member: asked.value }, member: asked.value };
}
