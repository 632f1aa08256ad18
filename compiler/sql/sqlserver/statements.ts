import type { JobPlan, TablePlan } from "../../plan/ir.ts";
import type { RowStatement, TableStatements } from "../statements.ts";
import { collisions } from "./collisions.ts";
import { versions } from "./history.ts";
import { append, replacement } from "./insert.ts";
import { ownersPage } from "./owners-page.ts";
import { removeMoved } from "./remove-moved.ts";
import { removals } from "./remove.ts";
import { strays } from "./conditions.ts";
import { tableShape, type TableShape } from "../table-shape.ts";
import { upsert } from "./upsert.ts";

export function tableStatements(job: JobPlan, plan: TablePlan): TableStatements {
  const table = tableShape(job, plan);
  return {
    writes: writes(table),
    insert: replacement(table),
    removals: removals(table),
    moved: removeMoved(table),
    collisions: collisions(table),
    owners: ownersPage(table),
    strays: strays(table),
  };
}

function writes(table: TableShape): readonly RowStatement[] {
  if (table.mode === "append") return [append(table)];
  return table.period === undefined ? [upsert(table)] : versions(table, table.period);
}
