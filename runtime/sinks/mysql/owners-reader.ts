import { createOwnersReader, type OwnersReader } from "../owners-reader.ts";
import type { OwnerColumns } from "../sink.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

export function createPages(open: () => Promise<Connection>): OwnersReader {
  return createOwnersReader({
    open,
    read: async (connection, { text, limit, after }) => {
      return (await connection.query({ text, values: [...steps(after), String(limit)] })).rows;
    },
    errorOf: sinkError,
    drop: (connection) => connection.destroy(),
    close: (connection) => connection.close(),
  });
}

/** The first, then the first and the second, and so on. */
function steps(after: OwnerColumns): OwnerColumns {
  return after.flatMap((_, at) => after.slice(0, at + 1));
}
