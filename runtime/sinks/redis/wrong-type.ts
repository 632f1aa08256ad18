import { SinkError } from "../sink.ts";
import type { Place } from "./batch-units.ts";

/** The unit's key holds another kind of value (as the server calls it), so nothing can be put into it. */
export function wrongType({ key, table }: Place, found: string): SinkError {
  const place = { statement: "commit", table: table.table };
  const message = `the key ${key} of the target holds a value of another kind (${found})`;
  return new SinkError("order", "WRONGTYPE", message, place);
}
