import type { TableOperations } from "../table-operations.ts";
import { readCheckpoints } from "./checkpoints.ts";
import { introspectTables } from "./introspect.ts";
import { ownTables } from "./own-tables.ts";

export const operations: TableOperations = {
  introspect: introspectTables,
  ownTables: (schema) =>
    ownTables(schema).map(({ table: { table }, definition: { columns, create, upgrade }, isNeededBy }) => {
      return { table, columns, create, upgrade: upgrade?.run, isNeededBy };
    }),
  checkpoints: readCheckpoints,
};
