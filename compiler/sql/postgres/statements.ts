import type { JobPlan } from "../../plan/ir.ts";
import type { TableStatements } from "../statements.ts";
import { collisions } from "./collisions.ts";
import { insert } from "./insert.ts";
import { ownersPage } from "./owners-page.ts";
import { removeMoved } from "./remove-moved.ts";
import { remove } from "./remove.ts";
import { tableShape } from "./table-shape.ts";
import { upsert } from "./upsert.ts";

/** All statements of a job's tables, in their order. */
export function postgresStatements(job: JobPlan): readonly TableStatements[] {
  return job.tables.map((plan) => {
    const table = tableShape(job, plan);
    return {
      upsert: upsert(table),
      insert: insert(table),
      remove: remove(table),
      removeMoved: removeMoved(table),
      collisions: collisions(table),
      owners: ownersPage(table),
    };
  });
}
