import { ownTablesOf, type NamedOwnTable } from "../own-tables.ts";
import { checkpointTable } from "./checkpoint.ts";
import { gapsTable } from "./gaps.ts";
import type { OwnTable } from "../own-table.ts";

export function ownTables(schema: string | undefined): readonly NamedOwnTable<OwnTable>[] {
  return ownTablesOf(schema, { checkpoint: checkpointTable, gaps: gapsTable });
}
