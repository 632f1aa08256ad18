import type { ColumnPlan, ColumnValue, OwnerPlan, TablePlan } from "../plan/ir.ts";
import { dependsOnLookup } from "./clock.ts";
import { goneRow, isMissing, sizeOf } from "./gone-row.ts";
import type { CheckedColumn, CheckedTable } from "./into.ts";
import { lineageOf } from "./lineage.ts";
import { placeOf } from "./place.ts";
import type { Sink } from "./sink.ts";
import { call } from "./values.ts";

/** The plan of a checked `into`. Undefined while its target is unknown. */
export function planTable(table: CheckedTable, owner: readonly OwnerPlan[], sink: Sink): TablePlan | undefined {
  const { into, onDelete, onExpire, period, context } = table;
  const columns = planColumns(table, owner, sink);
  if (table.target === undefined) return undefined;
  const values = columns.map(({ name, value }) => ({ column: name, value }));
  const gone = into.mode === "append" ? goneRow(values, onDelete, context) : undefined;
  reportMissing(gone ?? [], table, sink);
  reportTooLarge(gone ?? [], table, sink);
  return {
    id: table.id,
    doc: into.doc,
    place: placeOf(into.span),
    target: table.target.name,
    system: table.target.system,
    schema: table.schema,
    table: table.table,
    columns,
    key: keyOf(table),
    owner,
    mode: into.mode,
    period,
    onDelete,
    onExpire,
    gone,
  };
}

/** Beyond that nobody would read the code that writes the row. */
const LARGEST_ROW = 5_000;

function reportTooLarge(gone: readonly ColumnValue[], { into }: CheckedTable, sink: Sink): void {
  const [outcome] = into.outcomes;
  if (outcome === undefined || sizeOf(gone) <= LARGEST_ROW) return;
  const why = "What a removal appends is written out, and the lets of this block use one another too often for that.";
  sink.report("RDI2048", outcome.span, { what: "`on delete set`", why, hint: "Name fewer steps with `let`." });
}

/** What a removal appends must not reject every time. */
function reportMissing(gone: readonly ColumnValue[], { columns }: CheckedTable, sink: Sink): void {
  for (const { column, value } of gone) {
    const checked = columns.find((candidate) => candidate.column.name.text === column);
    if (checked !== undefined && isMissing(value)) {
      const when = "In the row that a removal appends all fields are null, so every removal would be rejected.";
      sink.report("RDI2028", checked.column.name.span, { column, when });
    }
  }
}

/** What one `into` writes into the columns of its table. */
export function columnValues(table: CheckedTable, owner: readonly OwnerPlan[], sink: Sink): readonly ColumnValue[] {
  return planColumns(table, owner, sink).map(({ name, value }) => ({ column: name, value }));
}

function planColumns(table: CheckedTable, owner: readonly OwnerPlan[], sink: Sink): readonly ColumnPlan[] {
  const never = new Set([...keyOf(table), ...owner.map(({ column }) => column)]);
  return table.columns.map((column) => planColumn(column, never.has(column.column.name.text), { table, sink }));
}

function keyOf({ destination }: CheckedTable): readonly string[] {
  return destination.key?.names.map((name) => name.text) ?? [];
}

/** `key` and owner columns are never null, whether the file says so or not. */
function planColumn(
  { column, type, typed, site, clock }: CheckedColumn,
  neverNull: boolean,
  { table: { context }, sink }: { readonly table: CheckedTable; readonly sink: Sink },
): ColumnPlan {
  const name = column.name.text;
  const notNull = column.notNull || neverNull;
  if (notNull && typed.kind === "null") sink.report("RDI2028", typed.span, { column: name });
  const isThere = typed.value.kind === "literal" || typed.value.kind === "bigint" || isBound(typed);
  return {
    name,
    doc: column.doc,
    type,
    notNull,
    nullable: !notNull && typed.nullable,
    sensitive: column.sensitive,
    value: notNull && !isThere ? call("required", [typed.value], site) : typed.value,
    volatile: clock ? "clock" : dependsOnLookup(typed.value, context) ? "lookup" : undefined,
    fields: lineageOf(typed.value, context),
    place: placeOf(column.name.span),
  };
}

/** The position in a list, the name of a JSON object's entry. */
function isBound({ value, nullable }: CheckedColumn["typed"]): boolean {
  return value.kind === "parameter" && !nullable;
}
