import { isList, type Json } from "../../values/json.ts";
import { SinkError } from "../sink.ts";

/** RedisJSON refuses deeper documents, in the middle of a batch. A string could hold them, but the two shall not differ in that. */
const MOST_LEVELS = 120;

/** Throws a `SinkError` of the class data. */
export function checkDepth(value: Json | null, levels = 0): void {
  if (levels > MOST_LEVELS) throw new SinkError("data", "", `the document nests deeper than ${MOST_LEVELS} levels`);
  if (value === null || typeof value !== "object") return;
  if (isList(value)) for (const element of value) checkDepth(element, levels + 1);
  else if (value instanceof Map) for (const element of value.values()) checkDepth(element, levels + 1);
}
