import { createOwnersReader, type OwnersReader } from "../owners-reader.ts";
import type { OwnerColumns } from "../sink.ts";
import type { Connection, Parameter } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

export function createPages(open: () => Promise<Connection>): OwnersReader {
  return createOwnersReader({
    open,
    read: async (connection, { text, limit, after }) => {
      return (await connection.query({ text, parameters: pageParameters(limit, after) })).rows;
    },
    errorOf: sinkError,
    drop: (connection) => connection.destroy(),
    close: (connection) => connection.close(),
  });
}

function pageParameters(limit: number, after: OwnerColumns): Readonly<Record<string, Parameter>> {
  const last = after.map((value, at) => [`p${at}`, value] as const);
  return { limit, ...Object.fromEntries(last) };
}
