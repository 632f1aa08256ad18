import type { Table } from "../job.ts";
import { SinkError, type OwnerColumns, type Sink } from "./sink.ts";

export interface OwnersReader {
  readonly page: Sink<Table>["pageOwners"];
  close(): Promise<void>;
}

type Owners = NonNullable<Table["owners"]>;

export interface Page {
  readonly owners: Owners;
  /** The first page, or one behind another. */
  readonly text: string;
  readonly after: OwnerColumns;
  readonly limit: number;
}

/** How pages are read over one connection of a kind of database. */
export interface PageSource<Connection> {
  open(): Promise<Connection>;
  read(connection: Connection, page: Page): Promise<readonly OwnerColumns[]>;
  errorOf(thrown: unknown, statement: string): SinkError;
  /** After an error. */
  drop(connection: Connection): void;
  close(connection: Connection): Promise<void> | void;
}

/** Reads pages of owners over one connection, which is opened when it is first needed and again after an error. */
export function createOwnersReader<Connection>(source: PageSource<Connection>): OwnersReader {
  let opening: Promise<Connection> | undefined;
  let closed = false;

  async function page(
    owners: Owners,
    after: OwnerColumns | undefined,
    limit: number,
  ): Promise<readonly OwnerColumns[]> {
    if (closed) throw new SinkError("connection", "", "the connection was closed", { statement: owners.name });
    opening ??= source.open();
    const mine = opening;
    try {
      const text = after === undefined ? owners.first : owners.next;
      return await source.read(await mine, { owners, text, after: after ?? [], limit });
    } catch (thrown) {
      if (opening === mine) opening = undefined;
      mine.then((connection) => source.drop(connection)).catch(() => undefined);
      throw source.errorOf(thrown, owners.name);
    }
  }

  async function close(): Promise<void> {
    closed = true;
    const connection = await opening?.catch(() => undefined);
    if (connection !== undefined) await source.close(connection);
  }

  return { page, close };
}
