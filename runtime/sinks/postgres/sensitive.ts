import type { Table } from "../../job.ts";
import { SinkError } from "../sink.ts";

/**
 * PostgreSQL quotes the value at fault in messages of class 22 (`invalid input syntax for type json: "…"`), and a trigger may say
 * anything. Where the table has a sensitive column such messages are shown without it, since nobody can tell whose value it is, and
 * the driver's error is not kept: its detail lists whole rows.
 */
export function withoutValues(error: SinkError, table: Table): SinkError {
  if (!table.columns.some(({ sensitive }) => sensitive)) return error;
  return new SinkError(error.class, error.serverCode, masked(error), error.place);
}

function masked({ serverCode, message }: SinkError): string {
  if (serverCode.startsWith("22")) return message.replace(/".*"/s, '"***"');
  return serverCode === "P0001"
    ? "a trigger of the table refused a row; the table has sensitive columns, so its message is not shown"
    : message;
}
