import { createHash } from "node:crypto";
import { EXIT, StartupError } from "../../errors.ts";
import type { Table } from "../../job.ts";
import type { RowComparer, RowDifference, StrayRow } from "../row-comparer.ts";
import { readTable } from "./catalog.ts";
import { textOf } from "./cell-text.ts";
import { comparedColumns, differingRows, strayRows, type Comparing } from "./compare-statements.ts";
import type { Connection, Row } from "./connection.ts";
import { documentsOf } from "./documents.ts";
import { sinkError } from "./error-classes.ts";
import { withoutValues } from "./sensitive.ts";
import { createBreather, whileLocked } from "./waiting.ts";

/** Over one connection, which only reads. Throws `StartupError` when a table or column is missing. */
export async function createComparer(
  connection: Connection,
  target: string,
  tables: readonly Table[],
): Promise<RowComparer> {
  try {
    await whileLocked("compare", () => connection.forgetStatistics());
    for (const table of tables) requireColumns(connection, target, table);
  } catch (thrown) {
    connection.close();
    throw thrown;
  }

  async function run(table: Table, { text, inputs }: Comparing): Promise<readonly Row[]> {
    const breathe = createBreather();
    const name = `compare ${table.table}`;
    try {
      const found: Row[] = [];
      for (const { texts, first } of documentsOf(inputs)) {
        const rows = await whileLocked(name, () => connection.all(text, texts));
        for (const [index = null, ...cells] of rows) found.push([first + Number(index), ...cells]);
        await breathe();
      }
      return found;
    } catch (thrown) {
      throw withoutValues(sinkError(thrown, name), table);
    }
  }

  async function differing(table: Table, rows: readonly object[]): Promise<readonly RowDifference[]> {
    if (rows.length === 0) return [];
    return (await run(table, differingRows(table, rows))).map((row) => differenceOf(table, row));
  }

  async function strays(table: Table, wanted: Parameters<RowComparer["strays"]>[1]): Promise<readonly StrayRow[]> {
    if (wanted.owners.length === 0 || table.removals.length === 0) return [];
    const rows = await run(table, strayRows(table, wanted));
    return rows.map(([index, version = null, ...key]) => {
      return { index: Number(index), version: digest(version) ?? "", key: key.map(textOf) };
    });
  }

  return { differing, strays, close: async () => connection.close() };
}

function differenceOf(table: Table, [index, version = null, ...cells]: Row): RowDifference {
  const columns = comparedColumns(table).flatMap(({ name, sensitive }, at) => {
    const [differs, stored = null, wanted = null] = cells.slice(3 * at, 3 * at + 3);
    return Number(differs) === 1 ? [{ name, stored: textOf(stored), wanted: textOf(wanted), sensitive }] : [];
  });
  return { index: Number(index), version: digest(version), columns: version === null ? [] : columns };
}

/** It may be long, and hold what is sensitive. */
function digest(version: Row[number]): string | undefined {
  return version === null ? undefined : createHash("sha256").update(String(version)).digest("hex").slice(0, 32);
}

function requireColumns(connection: Connection, target: string, table: Table): void {
  const facts = readTable(connection, table);
  if (facts === undefined) {
    const hint = "Create the table, or correct its name.";
    throw new StartupError("RDI5007", EXIT.target, `Target ${target} has no table ${table.table}.`, hint);
  }
  const missing = table.columns.filter((column) => !facts.columns.some((one) => one.name === column.name));
  if (missing.length === 0) return;
  const names = missing.map((column) => column.name).join(", ");
  const hint = "Add what is missing, or correct the .rdi file.";
  throw new StartupError("RDI5008", EXIT.target, `Target ${target}: ${table.table} has no column ${names}.`, hint);
}
