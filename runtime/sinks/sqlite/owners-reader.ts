import type { Table } from "../../job.ts";
import type { OwnerColumns, Sink } from "../sink.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { textOf } from "./cell-text.ts";
import { whileLocked } from "./waiting.ts";

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
    if (closed) throw sinkError(new Error("The database connection is not open"), owners.name);
    opening ??= open();
    const mine = opening;
    try {
      const connection = await mine;
      connection.requireFile();
      const text = after === undefined ? owners.first : owners.next;
      const rows = await whileLocked(owners.name, () => {
        connection.forgetStatistics();
        return connection.all(text, [BigInt(limit), ...(after ?? [])]);
      });
      return rows.map((row) => row.map(textOf));
    } catch (thrown) {
      if (opening === mine) opening = undefined;
      mine.then((connection) => connection.close()).catch(() => undefined);
      throw sinkError(thrown, owners.name);
    }
  }

  async function close(): Promise<void> {
    closed = true;
    const connection = await opening?.catch(() => undefined);
    connection?.close();
  }

  return { page, close };
}
