import type { TableOperations } from "../table-operations.ts";
import { readCheckpoints } from "./checkpoints.ts";
import { introspectSqlite } from "./introspect.ts";
import { ownTables } from "./own-tables.ts";

export const operations: TableOperations = {
  introspect: introspectSqlite,
  ownTables: () =>
    ownTables().map(({ table, definition: { columns, create }, isNeededBy }) => {
      return { table, columns, create, upgrade: undefined, isNeededBy };
    }),
  checkpoints: readCheckpoints,
};
