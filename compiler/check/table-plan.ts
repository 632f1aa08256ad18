import type { ColumnPlan, OwnerPlan, TablePlan } from "../plan/ir.ts";
import type { CheckedColumn, CheckedTable } from "./into.ts";
import { placeOf } from "./place.ts";
import type { Sink } from "./sink.ts";
import { call } from "./values.ts";

/** The plan of a checked `into`. Undefined while its target is unknown. */
export function planTable(table: CheckedTable, owner: readonly OwnerPlan[], sink: Sink): TablePlan | undefined {
  const key = table.destination.key?.names.map((name) => name.text) ?? [];
  const never = new Set([...key, ...owner.map(({ column }) => column)]);
  const columns = table.columns.map((column) => planColumn(column, never.has(column.column.name.text), sink));
  if (table.target === undefined) return undefined;
  return {
    id: table.id,
    doc: table.into.doc,
    place: placeOf(table.into.span),
    target: table.target.name,
    schema: table.schema,
    table: table.table,
    columns,
    key,
    owner,
    onDelete: table.onDelete,
  };
}

/** `key` and owner columns are never null, whether the file says so or not. */
function planColumn({ column, type, typed, site }: CheckedColumn, neverNull: boolean, sink: Sink): ColumnPlan {
  const name = column.name.text;
  const notNull = column.notNull || neverNull;
  if (notNull && typed.kind === "null") sink.report("RDI2028", typed.span, { column: name });
  const constant = typed.value.kind === "literal" || typed.value.kind === "bigint";
  return {
    name,
    type,
    notNull,
    sensitive: column.sensitive,
    value: notNull && !constant ? call("required", [typed.value], site) : typed.value,
    place: placeOf(column.name.span),
  };
}
