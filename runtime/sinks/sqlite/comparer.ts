import { createHash } from "node:crypto";
import type { Table } from "../../job.ts";
import type { RowComparer } from "../row-comparer.ts";
import { createTableComparer, type TextRow } from "../table-comparer.ts";
import { readTable } from "./catalog.ts";
import { textOf } from "./cell-text.ts";
import { differingRows, strayRows, type Comparing } from "./compare-statements.ts";
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

  try {
    await whileLocked("compare", () => connection.forgetStatistics());
    return await createTableComparer(target, tables, {
      factsOf: async (table) => readTable(connection, table),
      differing: async (table, _, rows) => (await run(table, differingRows(table, rows))).map(differenceText),
      strays: async (table, wanted) => (await run(table, strayRows(table, wanted))).map(strayText),
      close: async () => connection.close(),
    });
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
}

function differenceText([index = null, version = null, ...cells]: Row): TextRow {
  const texts = cells.map((cell, at) => (at % 3 === 0 ? String(Number(cell) === 1) : textOf(cell)));
  return [textOf(index), digest(version), ...texts];
}

function strayText([index = null, version = null, ...key]: Row): TextRow {
  return [textOf(index), digest(version), ...key.map(textOf)];
}

/** It may be long, and hold what is sensitive. */
function digest(version: Row[number]): string | null {
  return version === null ? null : createHash("sha256").update(String(version)).digest("hex").slice(0, 32);
}
