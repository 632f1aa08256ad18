import type { TableColumn } from "../destination.ts";
import { EXIT, StartupError } from "../errors.ts";
import type { Table } from "../job.ts";
import type { RowComparer, RowDifference, StrayRow } from "./row-comparer.ts";
import type { TableFacts } from "./schema-facts.ts";

export type TextRow = readonly (string | null)[];
type Wanted = Parameters<RowComparer["strays"]>[1];

/** What a kind of database is asked to compare rows. */
export interface Comparisons {
  factsOf(table: Table): Promise<TableFacts | undefined>;
  /** Of rows that are missing or differ: position, version, then of each compared column whether it differs (`true`), and both values. */
  differing(table: Table, facts: TableFacts, rows: readonly object[]): Promise<readonly TextRow[]>;
  /** Position, version and key. */
  strays(table: Table, wanted: Wanted): Promise<readonly TextRow[]>;
  close(): Promise<void>;
}

/** Rejects with `StartupError` when a table or column is missing. */
export async function createTableComparer(
  target: string,
  tables: readonly Table[],
  comparisons: Comparisons,
): Promise<RowComparer> {
  const known = new Map<Table, TableFacts>();
  for (const table of tables) known.set(table, requireColumns(target, table, await comparisons.factsOf(table)));

  async function differing(table: Table, rows: readonly object[]): Promise<readonly RowDifference[]> {
    const facts = known.get(table);
    if (facts === undefined || rows.length === 0) return [];
    return (await comparisons.differing(table, facts, rows)).map((row) => differenceOf(table, row));
  }

  async function strays(table: Table, wanted: Wanted): Promise<readonly StrayRow[]> {
    if (wanted.owners.length === 0 || table.removals.length === 0) return [];
    const rows = await comparisons.strays(table, wanted);
    return rows.map(([index, version, ...key]) => ({ index: Number(index), version: version ?? "", key }));
  }

  return { differing, strays, close: () => comparisons.close() };
}

/** Columns that are compared: not those that find the row, nor what depends on more than the key. */
export function comparedColumns({ columns, key }: Table): readonly TableColumn[] {
  return columns.filter(({ name, volatile }) => !key.includes(name) && volatile === undefined);
}

function differenceOf(table: Table, [index, version = null, ...cells]: TextRow): RowDifference {
  const columns = comparedColumns(table).flatMap(({ name, sensitive }, at) => {
    const [differs, stored = null, wanted = null] = cells.slice(3 * at, 3 * at + 3);
    return differs === "true" ? [{ name, stored, wanted, sensitive }] : [];
  });
  return { index: Number(index), version: version ?? undefined, columns: version === null ? [] : columns };
}

function requireColumns(target: string, table: Table, facts: TableFacts | undefined): TableFacts {
  const name = table.schema === undefined ? table.table : `${table.schema}.${table.table}`;
  if (facts === undefined) {
    const hint = "Create the table, or correct its name or the schema of the target.";
    throw new StartupError("RDI5007", EXIT.target, `Target ${target} has no table ${name}.`, hint);
  }
  const missing = table.columns.filter((column) => !facts.columns.some((one) => one.name === column.name));
  if (missing.length === 0) return facts;
  const names = missing.map((column) => column.name).join(", ");
  const hint = "Add what is missing, or correct the .rdi file.";
  throw new StartupError("RDI5008", EXIT.target, `Target ${target}: ${name} has no column ${names}.`, hint);
}
