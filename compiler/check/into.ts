import type { Column, Expr, Into, Name, Outcome, TableDestination } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import { cover } from "../../grammar/source.ts";
import type { Span } from "../../grammar/source.ts";
import type { ColumnType, SitePlan, TablePlan, TargetPlan } from "../plan/ir.ts";
import type { Walk } from "./clauses.ts";
import { dependsOnClock } from "./clock.ts";
import { columnTypeOf, isNotYet } from "./column-types.ts";
import type { Context } from "./context.ts";
import { convert } from "./convert.ts";
import { ownerSource } from "./owner-source.ts";
import type { OwnerSource } from "./owner-source.ts";
import { siteOf } from "./place.ts";
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
  readonly target: TargetPlan | undefined;
  readonly schema: string | undefined;
  readonly table: string;
  /** Without columns whose type was reported, so an error there hides no other. */
  readonly columns: readonly CheckedColumn[];
  readonly onDelete: TablePlan["onDelete"];
}

export interface CheckedColumn {
  readonly column: Column;
  readonly type: ColumnType;
  readonly typed: Typed;
  readonly site: SitePlan;
  /** What the value is exactly, where that is a capture, the key or a constant. */
  readonly source: OwnerSource | undefined;
  readonly clock: boolean;
}

/** Undefined when it is something that this version does not compile. */
export function checkInto(into: Into, scope: Scope, walk: Walk): CheckedTable | undefined {
  const { destination } = into;
  const { sink } = walk;
  const target = checkTargetName(into.target, walk);
  if (destination.kind === "rediskey") {
    // The target's own declaration says so already.
    if (target !== undefined)
      sink.report("RDI2060", destination.span, { what: "Redis keys as a destination", meanwhile: "Write to a table." });
    return undefined;
  }
  if (into.mode !== "upsert") {
    sink.report("RDI2060", headOf(into), {
      what: `\`${into.mode} into\``,
      meanwhile: "Use a plain `into`, which keeps the present state.",
    });
    return undefined;
  }
  if (destination.period !== undefined)
    sink.report("RDI2060", destination.period.span, { what: "`period`", meanwhile: undefined });
  const table = destination.path.at(-1)?.text ?? "";
  const id = walk.claimName(table);
  return {
    id,
    job: walk.job.name,
    into,
    destination,
    path: cover(into.target.span, destination.path.at(-1)?.span ?? into.target.span),
    target,
    schema: destination.path.length > 1 ? destination.path[0]?.text : target?.schema,
    table,
    columns: checkColumns(destination.columns, { table: id, scope, walk }),
    onDelete: checkOutcomes(into.outcomes, walk),
  };
}

function headOf({ target: { span }, span: { start } }: Into): Span {
  return { file: span.file, start, end: Math.max(start, span.end) };
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

function checkColumn(column: Column, { table, scope, walk }: ColumnsContext): CheckedColumn | undefined {
  const { sink } = walk;
  const site = siteOf({ kind: "column", table, name: column.name.text }, column.name.span);
  const context: Context = { job: walk.context, sink, scope, site, membership: false };
  const type = columnTypeOf(column.type, sink);
  const value: Expr = column.value ?? { kind: "name", span: column.name.span, name: column.name };
  if (type === undefined) {
    // A value for a type that is not compiled is mostly made of what is not compiled either: one diagnostic is enough.
    if (isNotYet(column.type)) walk.context.incomplete = true;
    else infer(value, context);
    return undefined;
  }
  const typed = convert(value, { kind: "column", type, explicit: false }, context);
  return { column, type, typed, site, source: ownerSource(value), clock: dependsOnClock(typed.value, walk.context) };
}

function checkOutcomes(outcomes: readonly Outcome[], walk: Walk): TablePlan["onDelete"] {
  const { sink } = walk;
  const [first, second] = outcomes.filter((outcome) => outcome.event === "delete");
  if (first !== undefined && second !== undefined) {
    sink.report("RDI2007", second.span, { what: "`on delete`", name: "" }, [{ span: first.span, label: "first here" }]);
  }
  for (const outcome of outcomes) {
    if (outcome.event === "expire") {
      sink.report("RDI2060", outcome.span, { what: "`on expire`", meanwhile: "Without it, expiry counts as delete." });
    } else if (outcome.action === "set") {
      sink.report("RDI2060", outcome.span, {
        what: "`on delete set`",
        meanwhile: "Use `on delete keep` or `on delete remove`.",
      });
    }
  }
  return first?.action === "keep" ? "keep" : "remove";
}
