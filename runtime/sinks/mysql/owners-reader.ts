import type { Table } from "../../job.ts";
import type { OwnerColumns, Sink } from "../sink.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

export interface OwnersReader {
  readonly page: Sink<Table>["pageOwners"];
  close(): Promise<void>;
}

/** Reads pages of owners over one connection, which is opened when it is first needed and again after an error. */
export function createOwnersReader(open: () => Promise<Connection>): OwnersReader {
  let opening: Promise<Connection> | undefined;
  let closed = false;

  async function page(
    owners: NonNullable<Table["owners"]>,
    after: OwnerColumns | undefined,
    limit: number,
  ): Promise<readonly OwnerColumns[]> {
    if (closed) throw sinkError(new Error("Connection lost: the reader was closed"), owners.name);
    opening ??= open();
    const mine = opening;
    try {
      const connection = await mine;
      const text = after === undefined ? owners.first : owners.next;
      return (await connection.query({ text, values: [...steps(after ?? []), String(limit)] })).rows;
    } catch (thrown) {
      if (opening === mine) opening = undefined;
      mine.then((connection) => connection.destroy()).catch(() => undefined);
      throw sinkError(thrown, owners.name);
    }
  }

  async function close(): Promise<void> {
    closed = true;
    const connection = await opening?.catch(() => undefined);
    await connection?.close();
  }

  return { page, close };
}

/** The first, then the first and the second, and so on. */
function steps(after: OwnerColumns): OwnerColumns {
  return after.flatMap((_, at) => after.slice(0, at + 1));
}
