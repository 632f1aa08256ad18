import type { Clause, Delivery, Expr, For, Into, Job, Let, Lookup, Skip, Where } from "../../grammar/ast.ts";
import type { Span } from "../../grammar/source.ts";
import type { StepPlan, TargetPlan, Value } from "../plan/ir.ts";
import type { Context, JobContext } from "./context.ts";
import { infer } from "./expression.ts";
import { bind, iterated, reportNotIterable } from "./expression-lists.ts";
import { condition } from "./expression-logic.ts";
import { checkInto } from "./into.ts";
import type { CheckedTable } from "./into.ts";
import { dependsOnClock } from "./clock.ts";
import { checkLookup } from "./lookups.ts";
import { snippet } from "./mismatch.ts";
import { placeOf, siteOf } from "./place.ts";
import { alreadyBound, bindNames, firstPlace, openScope } from "./scope.ts";
import type { CheckedKey } from "./redis-destination.ts";
import type { Scope } from "./scope.ts";
import type { Sink } from "./sink.ts";
import { invalid, isUndecoded } from "./types.ts";
import type { Typed } from "./types.ts";
import { call, canReject, thunk } from "./values.ts";

/** What checking a job's clauses collects. */
export interface Walk {
  readonly job: Job;
  readonly context: JobContext;
  readonly sink: Sink;
  /** Undefined for a target whose declaration has errors. */
  readonly targets: ReadonlyMap<string, TargetPlan | undefined>;
  readonly claimName: (wanted: string) => string;
  readonly tables: CheckedTable[];
  readonly keys: CheckedKey[];
  readonly deliveries: Delivery[];
}

export function startWalk(job: Job, parts: Pick<Walk, "context" | "sink" | "targets">): Walk {
  return { ...parts, job, claimName: parts.context.claimLocal, tables: [], keys: [], deliveries: [] };
}

/** A block: its lets are visible below their line, and unused ones are reported at its end. */
export function checkBlock(clauses: readonly Clause[], outer: Scope | undefined, walk: Walk): readonly StepPlan[] {
  const scope = openScope(outer, clauses);
  const steps = checkClauses(clauses, scope, walk);
  for (const [name, binding] of scope.bindings) {
    if (scope.used.has(name) || walk.context.incomplete) continue;
    walk.sink.report("RDI2074", binding.name.span, { what: binding.lookup === undefined ? "let" : "lookup", name });
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
      return checkLookupStep(clause, scope, walk);
    case "skip":
      return checkSkip(clause, scope, walk);
    case "for":
      return checkFor(clause, scope, walk);
  }
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
  for (const { value } of conditions) reportClock(value, clause.condition.span, { what: "which keys have rows", walk });
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

function textOf({ condition: { span } }: Where | Skip): string {
  return snippetOf(span);
}

function snippetOf(span: Span): string {
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
  walk.context.lets.set(local, typed.value);
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
  if (!isUndecoded(typed.kind)) return { ...rest, value };
  return typed.text === undefined ? { ...rest, value, raw: value } : { ...rest, value, raw: value, text: value };
}

/** The value is read where it is used, and only that part of it that is. */
function checkLookupStep(clause: Lookup, scope: Scope, walk: Walk): readonly StepPlan[] {
  const name = clause.name.text;
  scope.later.delete(name);
  const first = alreadyBound(scope, name);
  const site = siteOf({ kind: "let", name }, clause.name.span);
  const context: Context = { job: walk.context, sink: walk.sink, scope, site, membership: false };
  const local = walk.claimName(name);
  const checked = checkLookup(clause, local, context);
  if (first !== undefined) {
    const why = "A `lookup` may hide a field, but not another binding.";
    walk.sink.report("RDI2007", clause.name.span, { what: "the `lookup`", name, why }, [firstPlace(first.name)]);
    return [];
  }
  if (checked === undefined) {
    scope.bindings.set(name, { name: clause.name, typed: invalid(clause.span) });
    return [];
  }
  const { plan, key, typed } = checked;
  walk.context.lets.set(local, typed.value);
  scope.bindings.set(name, { name: clause.name, typed: reference(typed, local, true), lookup: { plan, key } });
  return [{ kind: "let", name, local, lazy: true, value: typed.value, place: placeOf(clause.span) }];
}

/** Looked at first, so only lets and lookups may stand above it. */
function checkSkip(clause: Skip, scope: Scope, walk: Walk): readonly StepPlan[] {
  const { sink } = walk;
  if (scope.outer !== undefined) sink.report("RDI2015", clause.span, { what: "skip when" });
  const above = walk.job.clauses.find(({ kind, span }) => span.start < clause.span.start && ACTING.has(kind));
  if (scope.outer === undefined && above !== undefined)
    sink.report("RDI2015", clause.span, { what: "skip when" }, [
      { span: firstLine(above.span), label: "stands above it" },
    ]);
  const site = siteOf({ kind: "where", name: "skip" }, clause.span);
  const context: Context = { job: walk.context, sink, scope, site, membership: true };
  const { value, nullable } = condition(clause.condition, context);
  reportClock(value, clause.condition.span, { what: "which keys are frozen", walk });
  const held = nullable ? call("holds", [value]) : value;
  return [{ kind: "skip", condition: held, text: textOf(clause), place: placeOf(clause.span) }];
}

const ACTING: ReadonlySet<Clause["kind"]> = new Set<Clause["kind"]>(["where", "for", "into"]);

function firstLine({ file, start, end }: Span): Span {
  const line = file.text.slice(start, end).split("\n", 1)[0] ?? "";
  return { file, start, end: start + line.trimEnd().length };
}

function checkFor(clause: For, scope: Scope, walk: Walk): readonly StepPlan[] {
  const { sink } = walk;
  const site = siteOf({ kind: "for", name: "for" }, clause.span);
  const context: Context = { job: walk.context, sink, scope, site, membership: false };
  const typed = infer(clause.list, context);
  const over = typed.kind === "invalid" || typed.kind === "null" ? undefined : iterated(typed, context);
  if (over === undefined && typed.kind !== "invalid") reportNotIterable(typed, context);
  const binders = over === undefined ? undefined : bind(clause.binders, over, context);
  if (over === undefined || binders === undefined) {
    walk.context.incomplete = true;
    return [];
  }
  reportClock(over.value, clause.list.span, { what: "which rows a key has", walk });
  const inner = bindNames(scope, binders.bindings, true);
  const block = checkBlock(clause.block, inner, walk);
  const [first, second] = binders.locals.map((local, at) => {
    return inner.used.has(clause.binders[at]?.text ?? "") ? local : undefined;
  });
  const text = `${clause.binders.map((name) => name.text).join(", ")} in ${snippetOf(clause.list.span)}`;
  const kind = over.kind === "map" ? "map" : "list";
  const of = over.nullable ? orNothing(over) : over.value;
  return [{ kind: "for", over: kind, of, first, second, text, block, place: placeOf(clause.span) }];
}

/** `for` over null runs over nothing. */
function orNothing({ kind, value }: Typed): Value {
  return kind === "map" ? call("pairs", [value]) : call("coalesce", [value, thunk({ kind: "list", items: [] })]);
}

function reportClock(value: Value, span: Span, { what, walk }: { readonly what: string; readonly walk: Walk }): void {
  if (dependsOnClock(value, walk.context)) walk.sink.report("RDI2045", span, { what });
}

function checkIntoStep(clause: Into, scope: Scope, walk: Walk): readonly StepPlan[] {
  const checked = checkInto(clause, scope, walk);
  const place = placeOf(clause.span);
  switch (checked?.kind) {
    case undefined:
      walk.context.incomplete = true;
      return [];
    case "table":
      walk.tables.push(checked.table);
      // Its columns are known when those of all `into`s are.
      return [{ kind: "into", table: checked.table.id, columns: [], place }];
    case "key":
      walk.keys.push(checked.key);
      return [{ kind: "into", table: checked.key.plan.id, columns: checked.key.plan.columns, place }];
  }
}

/** True when some `into` stands in the clauses, at any depth. */
export function writesSomething(clauses: readonly Clause[]): boolean {
  return clauses.some((clause) => {
    if (clause.kind === "into") return true;
    return (clause.kind === "where" || clause.kind === "for") && writesSomething(clause.block ?? []);
  });
}
