import { ownTableTexts } from "../own-tables.ts";
import type { TableOperations } from "../table-operations.ts";
import { readCheckpoints } from "./checkpoints.ts";
import { introspectTables } from "./introspect.ts";
import { ownTables } from "./own-tables.ts";

export const operations: TableOperations = {
  introspect: introspectTables,
  ownTables: (schema) => ownTableTexts(ownTables(schema)),
  checkpoints: readCheckpoints,
};
