import type { Table } from "../../job.ts";
import { keepsPast } from "../past.ts";
import { checkpointTable } from "./checkpoint.ts";
import { gapsTable } from "./gaps.ts";
import type { OwnTable } from "./own-table.ts";

/** A table of our own, with its name in parts. */
export interface NamedOwnTable {
  readonly table: { readonly schema: string | undefined; readonly table: string };
  readonly definition: OwnTable;
  /** Whether jobs that write such tables need it. */
  isNeededBy(tables: readonly Pick<Table, "mode">[]): boolean;
}

/** All tables that a worker keeps for itself in a target with this schema. */
export function ownTables(schema: string | undefined): readonly NamedOwnTable[] {
  return [
    {
      table: { schema, table: "rdi_checkpoint" },
      definition: checkpointTable(schema),
      isNeededBy: (tables) => tables.length > 0,
    },
    {
      table: { schema, table: "rdi_gaps" },
      definition: gapsTable(schema),
      isNeededBy: (tables) => tables.some(keepsPast),
    },
  ];
}
