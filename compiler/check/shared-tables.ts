import type { RelatedPlace } from "../../grammar/diagnostic.ts";
import { typeText } from "./column-types.ts";
import type { CheckedTable } from "./into.ts";
import type { Sink } from "./sink.ts";

/** How several `into`s of one table belong together. */
export interface SharedTables {
  /** Columns whose constants tell an `into` from another one of the same table. */
  readonly apart: ReadonlyMap<CheckedTable, ReadonlySet<string>>;
  /** An `into` that nothing tells apart from an earlier one of its job: their rows are one set. */
  readonly united: ReadonlyMap<CheckedTable, CheckedTable>;
}

/** The rules for several `into`s of one table, and which columns tell them apart. */
export function checkSharedTables(tables: readonly CheckedTable[], sink: Sink): SharedTables {
  const apart = new Map(tables.map((table) => [table, new Set<string>()]));
  const united = new Map<CheckedTable, CheckedTable>();
  const byTable = new Map<string, CheckedTable[]>();
  for (const table of tables) {
    if (table.target === undefined) continue;
    const name = JSON.stringify([table.target.name, table.schema, table.table]);
    const writers = byTable.get(name) ?? [];
    for (const earlier of writers) {
      const columns = differingConstants(earlier, table);
      columns.forEach((column) => [earlier, table].forEach((one) => apart.get(one)?.add(column)));
      const isOne = checkPair(earlier, table, columns.length > 0, sink);
      if (isOne && !united.has(table)) united.set(table, united.get(earlier) ?? earlier);
    }
    byTable.set(name, [...writers, table]);
  }
  return { apart, united };
}

function differingConstants(a: CheckedTable, b: CheckedTable): readonly string[] {
  return a.columns.flatMap(({ column: { name }, source }) => {
    const other = b.columns.find((candidate) => candidate.column.name.text === name.text)?.source;
    return source?.kind === "constant" && other?.kind === "constant" && source.text !== other.text ? [name.text] : [];
  });
}

/** True when their rows are one set. */
function checkPair(earlier: CheckedTable, table: CheckedTable, apart: boolean, sink: Sink): boolean {
  const span = table.path;
  const related: readonly RelatedPlace[] = [{ span: earlier.path, label: "the other one" }];
  const appends = earlier.into.mode === "append" && table.into.mode === "append";
  if (earlier.job !== table.job) {
    if (!apart && !appends) sink.report("RDI2046", span, { table: table.table, other: earlier.job.text }, related);
    return false;
  }
  const difference = differenceOf(earlier, table);
  if (difference !== undefined) sink.report("RDI2047", span, { table: table.table, difference }, related);
  return difference === undefined && !apart;
}

/** "other columns", "another key", "another outcome"; undefined when the shapes are equal. */
function differenceOf(a: CheckedTable, b: CheckedTable): string | undefined {
  if (a.into.mode !== b.into.mode) return "another mode";
  if (columnsOf(a) !== columnsOf(b)) return "other columns or types";
  if (keyOf(a) !== keyOf(b)) return "another `key`";
  if (JSON.stringify(a.period) !== JSON.stringify(b.period)) return "another `period`";
  if (outcomeOf(a, "delete") !== outcomeOf(b, "delete")) return "another `on delete`";
  return outcomeOf(a, "expire") === outcomeOf(b, "expire") ? undefined : "another `on expire`";
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

/** As it is written, but for white space. */
function outcomeOf({ into }: CheckedTable, event: "delete" | "expire"): string {
  const outcome = into.outcomes.find((one) => one.event === event);
  if (outcome === undefined || (event === "delete" && outcome.action === "remove")) return "";
  const { file, start, end } = outcome.span;
  return file.text.slice(start, end).replaceAll(/\s+/g, " ");
}
