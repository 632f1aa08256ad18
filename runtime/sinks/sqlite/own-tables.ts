import type { Table } from "../../job.ts";
import { keepsPast } from "../past.ts";
import { checkpointTable } from "./checkpoint.ts";
import { gapsTable } from "./gaps.ts";
import type { OwnTable } from "./own-table.ts";

export interface NamedOwnTable {
  readonly table: string;
  readonly definition: OwnTable;
  /** Whether jobs that write such tables need it. */
  isNeededBy(tables: readonly Pick<Table, "mode">[]): boolean;
}

/** All tables that a worker keeps for itself in a file. */
export function ownTables(): readonly NamedOwnTable[] {
  return [
    { table: "rdi_checkpoint", definition: checkpointTable(undefined), isNeededBy: (tables) => tables.length > 0 },
    { table: "rdi_gaps", definition: gapsTable(undefined), isNeededBy: (tables) => tables.some(keepsPast) },
  ];
}
