import type { Destination } from "../destination.ts";

/** Whether changes that were missed stay missing: a sweep makes rows what they should be now, but no past. */
export function keepsPast({ mode }: Pick<Destination, "mode">): boolean {
  return mode !== "upsert";
}
