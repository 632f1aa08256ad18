import type { Table } from "../../job.ts";
import { keepsPast } from "../past.ts";
import { createKnownTables } from "../known-tables.ts";
import type { Sink } from "../sink.ts";
import { readTable } from "./catalog.ts";
import { checkTable } from "./check.ts";
import { checkpointTable } from "./checkpoint.ts";
import { createComparer } from "./comparer.ts";
import { connect, type Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { gapsTable, insertGap } from "./gaps.ts";
import { createLaneSession } from "./lane-session.ts";
import { ensureTable } from "./own-table.ts";
import { createPages } from "./owners-reader.ts";
import { connectionError, requiredFile } from "./start-up-errors.ts";
import { createTurns, whileLocked } from "./waiting.ts";

export interface SqliteSinkOptions {
  /** The target's name in the .rdi file. */
  readonly name: string;
  readonly url: string;
  readonly log?: { warn(message: string): void };
}

export function createSqliteSink({ name, url, log }: SqliteSinkOptions): Sink<Table> {
  const file = requiredFile(name, url);
  const checkpoint = checkpointTable(undefined);
  const gaps = gapsTable(undefined);
  const known = createKnownTables(name, log);
  const turns = createTurns();
  const open = (): Promise<Connection> => connect(file);
  const owners = createPages(open);

  async function prepare(tables: readonly Table[]): Promise<void> {
    await withConnection(async (connection) => {
      await useWal(connection);
      await checkTables(connection, tables);
      await ensureTable(connection, name, checkpoint);
      if (tables.some(keepsPast)) await ensureTable(connection, name, gaps);
    });
  }

  async function withConnection(work: (connection: Connection) => Promise<void>): Promise<void> {
    let connection: Connection | undefined;
    try {
      connection = await open();
      await work(connection);
    } catch (thrown) {
      throw connectionError(name, file, thrown);
    } finally {
      connection?.close();
    }
  }

  /** With a write-ahead log others read while a batch is written. The file keeps it; not every file system can. */
  async function useWal(connection: Connection): Promise<void> {
    const [row] = await whileLocked("journal_mode", () => connection.all("PRAGMA journal_mode = WAL"));
    if (row?.[0] !== "wal")
      log?.warn(
        `Target ${name}: ${file} can't have a write-ahead log here, so readers and the worker wait for each other`,
      );
  }

  async function checkTables(connection: Connection, tables: readonly Table[]): Promise<void> {
    await known.check(tables, (table) => {
      const facts = readTable(connection, table);
      return { facts, ...checkTable(table, facts) };
    });
  }

  return {
    prepare,
    canReplace: (tables) => known.canReplace(tables),
    openLane: async (identity) => {
      try {
        return createLaneSession({ connection: await open(), checkpoint: checkpoint.name, turns }, identity);
      } catch (thrown) {
        throw sinkError(thrown, "connect");
      }
    },
    recordGap: (gap) => insertGap(open, gaps.name, gap),
    pageOwners: owners.page,
    forgetSource: (project) => `UPDATE rdi_checkpoint SET source = NULL WHERE project = '${project}';`,
    compareRows: async (tables) => {
      try {
        return await createComparer(await open(), name, tables);
      } catch (thrown) {
        throw connectionError(name, file, thrown);
      }
    },
    close: owners.close,
  };
}
