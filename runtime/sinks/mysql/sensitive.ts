import type { Table } from "../../job.ts";
import { SinkError } from "../sink.ts";

/**
 * The server quotes values at fault (`Duplicate entry 'x' for key 'name'`, `Incorrect integer value: 'x' for column …`), and a trigger may say anything.
 * Where the table has a sensitive column such messages are shown without them, since nobody can tell whose value it is, and the driver's error,
 * which holds the statement with its values, is not kept.
 */
export function withoutValues(error: SinkError, table: Table): SinkError {
  if (!table.columns.some(({ sensitive }) => sensitive)) return error;
  return new SinkError(error.class, error.serverCode, masked(error), error.place);
}

const SIGNAL = "1644";

function masked({ serverCode, message }: SinkError): string {
  if (serverCode === SIGNAL)
    return "a trigger of the table refused a row; the table has sensitive columns, so its message is not shown";
  return message
    .replace(/^(Duplicate entry) '.*' (for key)/s, "$1 '***' $2")
    .replace(/(value: ?) ?'.*?'( for |$)/s, "$1'***'$2")
    .replace(/ (value|in value) '.*'/s, " $1 '***'");
}
