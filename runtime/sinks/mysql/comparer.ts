import type { Table } from "../../job.ts";
import type { RowComparer } from "../row-comparer.ts";
import { createTableComparer } from "../table-comparer.ts";
import { readTable } from "./catalog.ts";
import { differingRows, strayRows } from "./compare-statements.ts";
import type { Connection, Query } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { withoutValues } from "./sensitive.ts";

/** Over one connection. Rejects with `StartupError` when a table or column is missing. */
export function createComparer(connection: Connection, target: string, tables: readonly Table[]): Promise<RowComparer> {
  async function run(table: Table, query: Query) {
    try {
      return (await connection.query(query)).rows;
    } catch (thrown) {
      throw withoutValues(sinkError(thrown, `compare ${table.table}`), table);
    }
  }

  return createTableComparer(target, tables, {
    factsOf: (table) => readTable(connection, table),
    differing: (table, _, rows) => run(table, differingRows(table, rows)),
    strays: (table, wanted) => run(table, strayRows(table, wanted)),
    close: () => connection.close(),
  });
}
