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
  if (NAMES_ONLY.test(message)) return message;
  const [, before = "", behind] = /^([^']*)'.*'( for (?:key|column) .*)$/s.exec(message) ?? [];
  return behind === undefined ? message.replace(/'.*'/s, "'***'") : `${before}'***'${behind}`;
}

/** Between quotes there is a column's or a constraint's name. */
const NAMES_ONLY =
  /^(Data too long for column|Out of range value for column|Data truncated for column|Column|Field|Check constraint) '[^']*'[^']*$/;
