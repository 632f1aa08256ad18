import type { RelatedPlace } from "../../grammar/diagnostic.ts";
import { typeText } from "./column-types.ts";
import type { CheckedTable } from "./into.ts";
import type { Sink } from "./sink.ts";

/** The rules for several `into` of one table, and which columns tell them apart. */
export function checkSharedTables(
  tables: readonly CheckedTable[],
  sink: Sink,
): ReadonlyMap<CheckedTable, ReadonlySet<string>> {
  const apart = new Map(tables.map((table) => [table, new Set<string>()]));
  const byTable = new Map<string, CheckedTable[]>();
  for (const table of tables) {
    if (table.target === undefined) continue;
    const name = JSON.stringify([table.target.name, table.schema, table.table]);
    const writers = byTable.get(name) ?? [];
    for (const earlier of writers) {
      const columns = differingConstants(earlier, table);
      columns.forEach((name) => [earlier, table].forEach((one) => apart.get(one)?.add(name)));
      checkPair(earlier, table, columns.length > 0, sink);
    }
    byTable.set(name, [...writers, table]);
  }
  return apart;
}

function differingConstants(a: CheckedTable, b: CheckedTable): readonly string[] {
  return a.columns.flatMap(({ column: { name }, source }) => {
    const other = b.columns.find((candidate) => candidate.column.name.text === name.text)?.source;
    return source?.kind === "constant" && other?.kind === "constant" && source.text !== other.text ? [name.text] : [];
  });
}

function checkPair(earlier: CheckedTable, table: CheckedTable, apart: boolean, sink: Sink): void {
  const span = table.path;
  const related: readonly RelatedPlace[] = [{ span: earlier.path, label: "the other one" }];
  if (earlier.job !== table.job) {
    if (!apart) sink.report("RDI2046", span, { table: table.table, other: earlier.job.text }, related);
    return;
  }
  const difference = differenceOf(earlier, table);
  if (difference !== undefined) sink.report("RDI2047", span, { table: table.table, difference }, related);
  else if (!apart) {
    const meanwhile = "Use one `into`, and put the difference into its columns.";
    sink.report(
      "RDI2060",
      span,
      { what: "two `into` of one table that no constant column tells apart", meanwhile },
      related,
    );
  }
}

/** "other columns", "another key", "another outcome"; undefined when the shapes are equal. */
function differenceOf(a: CheckedTable, b: CheckedTable): string | undefined {
  if (columnsOf(a) !== columnsOf(b)) return "other columns or types";
  if (keyOf(a) !== keyOf(b)) return "another `key`";
  return a.onDelete === b.onDelete ? undefined : "another `on delete`";
}

function columnsOf(table: CheckedTable): string {
  const columns = table.columns.map(
    ({ column, type }) => `${JSON.stringify(column.name.text)} ${typeText(type)} ${column.notNull}`,
  );
  return columns.sort().join();
}

function keyOf(table: CheckedTable): string {
  return JSON.stringify(table.destination.key?.names.map((name) => name.text).sort());
}
