import { createOwnersReader, type OwnersReader } from "../owners-reader.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

/** Not prepared: a page takes far longer than its plan. */
export function createPages(open: () => Promise<Connection>): OwnersReader {
  return createOwnersReader({
    open,
    read: async (connection, { text, limit, after }) => {
      return (await connection.query({ text, values: [limit, ...after] })).rows;
    },
    errorOf: sinkError,
    drop: (connection) => connection.destroy(),
    close: (connection) => connection.close(),
  });
}
