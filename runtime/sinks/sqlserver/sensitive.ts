import type { Table } from "../../job.ts";
import { SinkError } from "../sink.ts";

/**
 * SQL Server quotes the value at fault in some messages, and a trigger may say anything. Where the table has a sensitive column such messages
 * are shown without it, since nobody can tell whose value it is, and the driver's error is not kept.
 */
export function withoutValues(error: SinkError, table: Table): SinkError {
  if (!table.columns.some(({ sensitive }) => sensitive)) return error;
  return new SinkError(error.class, error.serverCode, masked(error), error.place);
}

const FIRST_OF_USERS = 50_000;

function masked({ serverCode, message }: SinkError): string {
  const number = Number(serverCode);
  if (number >= FIRST_OF_USERS)
    return "a trigger of the table refused a row; the table has sensitive columns, so its message is not shown";
  switch (number) {
    case 245:
    case 8114:
      return message.replace(/ value '.*' to /s, " value '***' to ");
    case 248:
    case 244:
    case 220:
      return message.replace(/'.*'/s, "'***'").replace(/= .*/s, "= ***");
    case 2601:
    case 2627:
      return message.replace(/\(.*\)/s, "(***)");
    case 2628:
      return message.replace(/Truncated value: .*/s, "Truncated value: '***'.");
    case 6522:
      return "a value could not be read";
    default:
      return message;
  }
}
