import type { TableOperations } from "../table-operations.ts";
import { readCheckpoints } from "./checkpoints.ts";
import { introspectSqlserver } from "./introspect.ts";
import { ownTables } from "./own-tables.ts";

export const operations: TableOperations = {
  introspect: introspectSqlserver,
  ownTables: (schema) =>
    ownTables(schema).map(({ table: { table }, definition: { columns, create }, isNeededBy }) => {
      return { table, columns, create, upgrade: undefined, isNeededBy };
    }),
  checkpoints: readCheckpoints,
};
