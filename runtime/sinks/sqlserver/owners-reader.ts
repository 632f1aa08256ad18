import type { Table } from "../../job.ts";
import type { OwnerColumns, Sink } from "../sink.ts";
import type { Connection, Parameter } from "./connection.ts";
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
    if (closed)
      throw sinkError(Object.assign(new Error("the connection was closed"), { code: "ECONNCLOSED" }), owners.name);
    opening ??= open();
    const mine = opening;
    try {
      const connection = await mine;
      const text = after === undefined ? owners.first : owners.next;
      return (await connection.query({ text, parameters: pageParameters(limit, after ?? []) })).rows;
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

function pageParameters(limit: number, after: OwnerColumns): Readonly<Record<string, Parameter>> {
  const last = after.map((value, at) => [`p${at}`, value] as const);
  return { limit, ...Object.fromEntries(last) };
}
