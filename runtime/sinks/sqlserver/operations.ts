import { ownTableTexts } from "../own-tables.ts";
import type { TableOperations } from "../table-operations.ts";
import { readCheckpoints } from "./checkpoints.ts";
import { introspectSqlserver } from "./introspect.ts";
import { ownTables } from "./own-tables.ts";

export const operations: TableOperations = {
  introspect: introspectSqlserver,
  ownTables: (schema) => ownTableTexts(ownTables(schema)),
  checkpoints: readCheckpoints,
};
