import type { Clause, Delivery, Expr, Into, Job, Let, Where } from "../../grammar/ast.ts";
import type { StepPlan, TargetPlan } from "../plan/ir.ts";
import type { Context, JobContext } from "./context.ts";
import { infer } from "./expression.ts";
import { condition } from "./expression-logic.ts";
import { checkInto } from "./into.ts";
import type { CheckedTable } from "./into.ts";
import { dependsOnClock } from "./clock.ts";
import { localNames } from "./local-names.ts";
import { snippet } from "./mismatch.ts";
import { placeOf, siteOf } from "./place.ts";
import { alreadyBound, firstPlace, openScope } from "./scope.ts";
import type { Scope } from "./scope.ts";
import type { Sink } from "./sink.ts";
import { invalid } from "./types.ts";
import type { Typed } from "./types.ts";
import { call, canReject } from "./values.ts";

/** What checking a job's clauses collects. */
export interface Walk {
  readonly job: Job;
  readonly context: JobContext;
  readonly sink: Sink;
  /** Undefined for a target whose declaration has errors. */
  readonly targets: ReadonlyMap<string, TargetPlan | undefined>;
  readonly claimName: (wanted: string) => string;
  readonly tables: CheckedTable[];
  readonly deliveries: Delivery[];
}

export function startWalk(job: Job, parts: Pick<Walk, "context" | "sink" | "targets">): Walk {
  return { ...parts, job, claimName: localNames(), tables: [], deliveries: [] };
}

/** A block: its lets are visible below their line, and unused ones are reported at its end. */
export function checkBlock(clauses: readonly Clause[], outer: Scope | undefined, walk: Walk): readonly StepPlan[] {
  const scope = openScope(outer, clauses);
  const steps = checkClauses(clauses, scope, walk);
  for (const [name, binding] of scope.bindings) {
    if (!scope.used.has(name) && !walk.context.incomplete) walk.sink.report("RDI2074", binding.name.span, { name });
  }
  return steps;
}

/** A `where` without a block takes the clauses below it as its own. */
function checkClauses(clauses: readonly Clause[], scope: Scope, walk: Walk): readonly StepPlan[] {
  const steps: StepPlan[] = [];
  for (const [index, clause] of clauses.entries()) {
    if (clause.kind === "where" && clause.block === undefined) {
      const rest = clauses.slice(index + 1);
      return [...steps, checkWhere(clause, scope, walk, () => checkClauses(rest, scope, walk))];
    }
    steps.push(...checkClause(clause, scope, walk));
  }
  return steps;
}

function checkClause(clause: Clause, scope: Scope, walk: Walk): readonly StepPlan[] {
  switch (clause.kind) {
    case "let":
      return checkLet(clause, scope, walk);
    case "where":
      return [checkWhere(clause, scope, walk, () => checkBlock(clause.block ?? [], scope, walk))];
    case "into":
      return checkIntoStep(clause, scope, walk);
    case "delivery":
      if (scope.outer !== undefined) walk.sink.report("RDI2015", clause.span, { what: "delivery" });
      walk.deliveries.push(clause);
      return [];
    case "lookup":
      scope.bindings.set(clause.name.text, { name: clause.name, typed: invalid(clause.span) });
      return notYet(clause, "`lookup`", undefined, walk);
    case "skip":
      if (scope.outer !== undefined) walk.sink.report("RDI2015", clause.span, { what: "skip when" });
      return notYet(clause, "`skip when`", undefined, walk);
    case "for":
      return notYet(clause, "`for`", undefined, walk);
  }
}

function notYet(clause: Clause, what: string, meanwhile: string | undefined, walk: Walk): readonly StepPlan[] {
  walk.sink.report("RDI2060", headOf(clause), { what, meanwhile });
  walk.context.incomplete = true;
  return [];
}

/** The clause's first line is enough to see what is meant. */
function headOf(clause: Clause): Clause["span"] {
  const { file, start, end } = clause.span;
  const line = file.text.slice(start, end).split("\n", 1)[0] ?? "";
  return { file, start, end: start + line.trimEnd().length };
}

function checkWhere(clause: Where, scope: Scope, walk: Walk, block: () => readonly StepPlan[]): StepPlan {
  const { sink } = walk;
  const context: Context = {
    job: walk.context,
    sink,
    scope,
    site: siteOf({ kind: "where", name: "where" }, clause.span),
    membership: true,
  };
  const conditions = conjuncts(clause.condition).map((conjunct) => condition(conjunct, context));
  if (conditions.some(({ value }) => dependsOnClock(value, walk.context)))
    sink.report("RDI2045", clause.condition.span, { what: "which keys have rows" });
  return {
    kind: "where",
    conditions: conditions.map(({ value, nullable }) => (nullable ? call("holds", [value]) : value)),
    text: textOf(clause),
    block: block(),
    place: placeOf(clause.span),
  };
}

/**
 * `a and b` as a whole is not true as soon as `a` is null, so `b` need not be looked at. The function `and` must look: it tells null from
 * false, and `b` might reject a key that `a` excludes.
 */
function conjuncts(expr: Expr): readonly Expr[] {
  if (expr.kind === "group") return conjuncts(expr.inner);
  if (expr.kind !== "binary" || expr.operator !== "and") return [expr];
  return [...conjuncts(expr.left), ...conjuncts(expr.right)];
}

function textOf({ condition: { span } }: Where): string {
  return span.file.text.slice(span.start, span.end).replaceAll(/\s+/g, " ");
}

function checkLet(clause: Let, scope: Scope, walk: Walk): readonly StepPlan[] {
  const { sink } = walk;
  const name = clause.name.text;
  scope.later.delete(name);
  const first = alreadyBound(scope, name);
  const context: Context = {
    job: walk.context,
    sink,
    scope,
    site: siteOf({ kind: "let", name }, clause.name.span),
    membership: false,
  };
  const typed = typedLet(infer(clause.value, context), context);
  if (first !== undefined) {
    sink.report(
      "RDI2007",
      clause.name.span,
      { what: "the `let`", name, why: "A `let` may hide a field, but not another `let`." },
      [firstPlace(first.name)],
    );
    return [];
  }
  const local = walk.claimName(name);
  const lazy = canReject(typed.value);
  if (dependsOnClock(typed.value, walk.context)) walk.context.clockLocals.add(local);
  scope.bindings.set(name, { name: clause.name, typed: reference(typed, local, lazy) });
  return [{ kind: "let", name, local, lazy, value: typed.value, place: placeOf(clause.span) }];
}

function typedLet(typed: Typed, context: Context): Typed {
  if (typed.untried !== true) return typed;
  context.sink.report("RDI2030", typed.span, {
    what: "what `try` tries",
    example: `${snippet(typed.span).replace(/\)$/, "")} as numeric)`,
  });
  return invalid(typed.span);
}

/** What a use of the name stands for. A capture stays one; what `as` stored belongs to the `let` alone. */
function reference(typed: Typed, local: string, lazy: boolean): Typed {
  const value = { kind: "local", local, lazy } as const;
  const { stored: _stored, ...rest } = typed;
  if (typed.kind === "invalid") return typed;
  if (typed.kind !== "raw") return { ...rest, value };
  return typed.text === undefined ? { ...rest, value, raw: value } : { ...rest, value, raw: value, text: value };
}

function checkIntoStep(clause: Into, scope: Scope, walk: Walk): readonly StepPlan[] {
  const table = checkInto(clause, scope, walk);
  if (table === undefined) {
    walk.context.incomplete = true;
    return [];
  }
  walk.tables.push(table);
  return [{ kind: "into", table: table.id, place: placeOf(clause.span) }];
}

/** True when some `into` stands in the clauses, at any depth. */
export function writesSomething(clauses: readonly Clause[]): boolean {
  return clauses.some((clause) => {
    if (clause.kind === "into") return true;
    return (clause.kind === "where" || clause.kind === "for") && writesSomething(clause.block ?? []);
  });
}
