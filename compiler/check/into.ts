import type { Column, Expr, Into, Name, TableDestination } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import { cover } from "../../grammar/source.ts";
import type { Span } from "../../grammar/source.ts";
import type { ColumnType, SitePlan, TablePlan, TableTargetPlan, TargetPlan } from "../plan/ir.ts";
import { dialectOf } from "../sql/dialects.ts";
import type { Walk } from "./clauses.ts";
import { dependsOnClock } from "./clock.ts";
import { columnTypeOf } from "./column-types.ts";
import type { Context, JobContext } from "./context.ts";
import { convert } from "./convert.ts";
import { checkOutcomes } from "./outcomes.ts";
import { checkPeriod } from "./period.ts";
import { ownerSource } from "./owner-source.ts";
import type { OwnerSource } from "./owner-source.ts";
import { siteOf } from "./place.ts";
import type { Sink } from "./sink.ts";
import { checkRedisKey } from "./redis-destination.ts";
import type { CheckedKey } from "./redis-destination.ts";
import type { Scope } from "./scope.ts";
import { infer } from "./expression.ts";
import type { Typed } from "./types.ts";

/** An `into` with its columns checked one by one; ownership is decided when all jobs are known. */
export interface CheckedTable {
  readonly id: string;
  readonly job: Name;
  readonly into: Into;
  readonly destination: TableDestination;
  /** `target.schema.table`, for messages. */
  readonly path: Span;
  /** Undefined when the target is unknown or has errors. */
  readonly target: TableTargetPlan | undefined;
  readonly schema: string | undefined;
  readonly table: string;
  /** Without columns whose type was reported, so an error there hides no other. */
  readonly columns: readonly CheckedColumn[];
  readonly period: TablePlan["period"];
  readonly onDelete: TablePlan["onDelete"];
  readonly onExpire: TablePlan["onExpire"];
  /** Whether it stands in a `for`. */
  readonly inLoop: boolean;
  /** Of its job. */
  readonly context: JobContext;
}

export interface CheckedColumn {
  readonly column: Column;
  readonly type: ColumnType;
  readonly typed: Typed;
  readonly site: SitePlan;
  /** What the value is exactly, where that is a capture, the key or a constant. */
  readonly source: OwnerSource | undefined;
  readonly clock: boolean;
  /** Exactly `@expires_at`. */
  readonly expiry: boolean;
}

/** What one `into` writes; undefined where that can't be told. */
export type CheckedInto =
  | { readonly kind: "table"; readonly table: CheckedTable }
  | { readonly kind: "key"; readonly key: CheckedKey }
  | undefined;

export function checkInto(into: Into, scope: Scope, walk: Walk): CheckedInto {
  const { destination } = into;
  const target = checkTargetName(into.target, walk);
  if (target !== undefined && (target.system === "redis") !== (destination.kind === "rediskey")) {
    const what = destination.kind === "table" ? "table" : "key";
    walk.sink.report("RDI2082", into.target.span, {
      clause: "into",
      target: target.name,
      system: target.system,
      destination: what,
    });
    return undefined;
  }
  if (destination.kind === "table") {
    const tables = target?.system === "redis" ? undefined : target;
    return { kind: "table", table: checkTable(into, destination, tables, { scope, walk }) };
  }
  const key = checkRedisKey({ ...into, destination }, target, { scope, walk });
  return key === undefined ? undefined : { kind: "key", key };
}

interface Surroundings {
  readonly scope: Scope;
  readonly walk: Walk;
}

function checkTable(
  into: Into,
  destination: TableDestination,
  target: TableTargetPlan | undefined,
  { scope, walk }: Surroundings,
): CheckedTable {
  const { sink } = walk;
  const table = destination.path.at(-1)?.text ?? "";
  const id = walk.claimName(table);
  const columns = checkColumns(destination.columns, { table: id, target, scope, walk });
  const outcomes = checkOutcomes({ into, table: id, columns, job: walk.context, sink });
  return {
    id,
    job: walk.job.name,
    into,
    destination,
    path: cover(into.target.span, destination.path.at(-1)?.span ?? into.target.span),
    target,
    schema: destination.path.length > 1 ? destination.path[0]?.text : target?.schema,
    table,
    columns,
    period: checkPeriod(into, destination, sink),
    ...outcomes,
    inLoop: isInLoop(scope),
    context: walk.context,
  };
}

/** Only the binders of a `for` make a scope whose names are no lets. */
function isInLoop(scope: Scope): boolean {
  return scope.loop === true || (scope.outer !== undefined && isInLoop(scope.outer));
}

function checkTargetName(name: Name, walk: Walk): TargetPlan | undefined {
  if (!walk.targets.has(name.text)) {
    const known = [...walk.targets.keys()];
    walk.sink.report("RDI2006", name.span, { name: name.text, known, near: suggest(name.text, known) });
  }
  return walk.targets.get(name.text);
}

/** Where columns stand. */
interface ColumnsContext {
  /** The table's id. */
  readonly table: string;
  readonly target: TableTargetPlan | undefined;
  readonly scope: Scope;
  readonly walk: Walk;
}

function checkColumns(columns: readonly Column[], context: ColumnsContext): readonly CheckedColumn[] {
  const { walk } = context;
  const first = new Map<string, Name>();
  return columns.flatMap((column) => {
    const name = column.name.text;
    const earlier = first.get(name);
    if (earlier !== undefined) {
      walk.sink.report("RDI2007", column.name.span, { what: "the column", name }, [
        { span: earlier.span, label: "first listed here" },
      ]);
    }
    first.set(name, earlier ?? column.name);
    const checked = checkColumn(column, context);
    return checked === undefined || earlier !== undefined ? [] : [checked];
  });
}

function checkColumn(column: Column, { table, target, scope, walk }: ColumnsContext): CheckedColumn | undefined {
  const { sink } = walk;
  const site = siteOf({ kind: "column", table, name: column.name.text }, column.name.span);
  const context: Context = { job: walk.context, sink, scope, site, membership: false };
  const type = storedType(column, target, sink);
  const value: Expr = column.value ?? { kind: "name", span: column.name.span, name: column.name };
  if (type === undefined) {
    infer(value, context);
    return undefined;
  }
  const typed = convert(value, { kind: "column", type, explicit: false }, context);
  const clock = dependsOnClock(typed.value, walk.context);
  return { column, type, typed, site, source: ownerSource(value), clock, expiry: isExpiry(value) };
}

/** Undefined when it was reported. */
function storedType(
  { type: written }: Column,
  target: TableTargetPlan | undefined,
  sink: Sink,
): ColumnType | undefined {
  const type = columnTypeOf(written, sink);
  const expected = type && target && dialectOf(target.system).typeProblem(type);
  if (expected === undefined) return type;
  sink.report("RDI2027", written.span, { type: written.name.text, expected });
  return undefined;
}

function isExpiry(expr: Expr): boolean {
  return expr.kind === "group" ? isExpiry(expr.inner) : expr.kind === "at" && expr.name === "expires_at";
}
