import { ownTableTexts } from "../own-tables.ts";
import type { TableOperations } from "../table-operations.ts";
import { readCheckpoints } from "./checkpoints.ts";
import { introspectPostgres } from "./introspect.ts";
import { ownTables } from "./own-tables.ts";

export const operations: TableOperations = {
  introspect: introspectPostgres,
  ownTables: (schema) => ownTableTexts(ownTables(schema)),
  checkpoints: readCheckpoints,
};
