import type { Table } from "../../job.ts";
import { SinkError } from "../sink.ts";

/**
 * SQLite's own messages hold names and no values, but a trigger may say anything. Where the table has a sensitive column its message is not shown, and
 * the driver's error is not kept.
 */
export function withoutValues(error: SinkError, table: Table): SinkError {
  if (!table.columns.some(({ sensitive }) => sensitive)) return error;
  const isTriggers = error.serverCode === "SQLITE_CONSTRAINT_TRIGGER";
  const message = isTriggers
    ? "a trigger of the table refused a row; the table has sensitive columns, so its message is not shown"
    : error.message;
  return new SinkError(error.class, error.serverCode, message, error.place);
}
