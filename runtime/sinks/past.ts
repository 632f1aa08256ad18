import type { Table } from "../job.ts";

/** Whether changes that were missed stay missing: a sweep makes rows what they should be now, but no past. */
export function keepsPast({ mode }: Pick<Table, "mode">): boolean {
  return mode !== "upsert";
}
