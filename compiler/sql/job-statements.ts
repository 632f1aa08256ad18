import type { JobPlan } from "../plan/ir.ts";
import { dialectOf } from "./dialects.ts";
import type { TableStatements } from "./statements.ts";

/** All statements of a job's tables, in their order. */
export function jobStatements(job: JobPlan): readonly TableStatements[] {
  return job.tables.map((table) => dialectOf(table.system).statements(job, table));
}
