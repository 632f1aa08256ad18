import { EXIT, StartupError } from "../../errors.ts";
import type { Table } from "../../job.ts";
import type { RowComparer, RowDifference, StrayRow } from "../row-comparer.ts";
import { readTable } from "./catalog.ts";
import { comparedColumns, differingRows, strayRows } from "./compare-statements.ts";
import type { Connection, Query } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { withoutValues } from "./sensitive.ts";

/** Over one connection. Rejects with `StartupError` when a table or column is missing. */
export async function createComparer(
  connection: Connection,
  target: string,
  tables: readonly Table[],
): Promise<RowComparer> {
  for (const table of tables) await checkThere(connection, target, table);

  async function run(table: Table, query: Query) {
    try {
      return (await connection.query(query)).rows;
    } catch (thrown) {
      throw withoutValues(sinkError(thrown, `compare ${table.table}`), table);
    }
  }

  async function differing(table: Table, rows: readonly object[]): Promise<readonly RowDifference[]> {
    if (rows.length === 0) return [];
    return (await run(table, differingRows(table, rows))).map((row) => differenceOf(table, row));
  }

  async function strays(table: Table, wanted: Parameters<RowComparer["strays"]>[1]): Promise<readonly StrayRow[]> {
    if (wanted.owners.length === 0 || table.removals.length === 0) return [];
    const rows = await run(table, strayRows(table, wanted));
    return rows.map(([index, version, ...key]) => ({ index: Number(index), version: version ?? "", key }));
  }

  return { differing, strays, close: () => connection.close() };
}

function differenceOf(table: Table, [index, version, ...cells]: readonly (string | null)[]): RowDifference {
  const columns = comparedColumns(table).flatMap(({ name, sensitive }, at) => {
    const [differs, stored = null, wanted = null] = cells.slice(3 * at, 3 * at + 3);
    return differs === "true" ? [{ name, stored, wanted, sensitive }] : [];
  });
  const isMissing = version === null || version === undefined;
  return { index: Number(index), version: version ?? undefined, columns: isMissing ? [] : columns };
}

async function checkThere(connection: Connection, target: string, table: Table): Promise<void> {
  const facts = await readTable(connection, table);
  const name = table.schema === undefined ? table.table : `${table.schema}.${table.table}`;
  if (facts === undefined) {
    const hint = "Create the table, or correct the schema of the target.";
    throw new StartupError("RDI5007", EXIT.target, `Target ${target} has no table ${name}.`, hint);
  }
  const missing = table.columns.filter((column) => !facts.columns.some((one) => one.name === column.name));
  if (missing.length === 0) return;
  const names = missing.map((column) => column.name).join(", ");
  const hint = "Add what is missing, or correct the .rdi file.";
  throw new StartupError("RDI5008", EXIT.target, `Target ${target}: ${name} has no column ${names}.`, hint);
}
