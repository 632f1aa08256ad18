/** The destinations of a job that are tables of a SQL database. */
import type { Destination } from "../../runtime/destination.ts";
import type { Job, Table } from "../../runtime/job.ts";

export function tablesOf(job: Pick<Job, "tables"> | undefined): readonly Table[] {
  return (job?.tables ?? []).filter(isTable);
}

function isTable(destination: Destination): destination is Table {
  return "writes" in destination;
}
