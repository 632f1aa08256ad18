import { createOwnersReader, type OwnersReader } from "../owners-reader.ts";
import { textOf } from "./cell-text.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { whileLocked } from "./waiting.ts";

export function createPages(open: () => Promise<Connection>): OwnersReader {
  return createOwnersReader({
    open,
    read: async (connection, { owners, text, limit, after }) => {
      connection.requireFile();
      const rows = await whileLocked(owners.name, () => {
        connection.forgetStatistics();
        return connection.all(text, [BigInt(limit), ...after]);
      });
      return rows.map((row) => row.map(textOf));
    },
    errorOf: sinkError,
    drop: (connection) => connection.close(),
    close: (connection) => connection.close(),
  });
}
