import { EXIT, StartupError } from "../../errors.ts";
import type { Table } from "../../job.ts";
import { keepsPast } from "../past.ts";
import { replaceable } from "../replaceable.ts";
import type { TableFacts } from "../schema-facts.ts";
import type { Sink } from "../sink.ts";
import { readTable } from "./catalog.ts";
import { checkTable, type Problem } from "./check.ts";
import { checkpointTable } from "./checkpoint.ts";
import { createComparer } from "./comparer.ts";
import { connect, type Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { gapsTable, insertGap } from "./gaps.ts";
import { createLaneSession } from "./lane-session.ts";
import { ensureTable } from "./own-table.ts";
import { createOwnersReader } from "./owners-reader.ts";
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
  const known = new Map<string, TableFacts>();
  const turns = createTurns();
  const open = (): Promise<Connection> => connect(file);
  const owners = createOwnersReader(open);

  async function prepare(tables: readonly Table[]): Promise<void> {
    await withConnection(async (connection) => {
      await useWal(connection);
      checkTables(connection, tables);
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

  function checkTables(connection: Connection, tables: readonly Table[]): void {
    const problems: Problem[] = [];
    for (const table of tables) {
      const facts = readTable(connection, table);
      const result = checkTable(table, facts);
      problems.push(...result.problems);
      for (const warning of result.warnings) log?.warn(`Target ${name}: ${warning}`);
      if (facts !== undefined) known.set(identityOf(table), facts);
    }
    const [first] = problems;
    if (first !== undefined) throw startupError(name, first, problems);
  }

  return {
    prepare,
    canReplace: (tables) => replaceable(tables, (table) => known.get(identityOf(table))),
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

/** All problems at once, under the code of the first. */
function startupError(name: string, first: Problem, problems: readonly Problem[]): StartupError {
  const messages = problems.map(({ message }) => `Target ${name}: ${message[0]?.toUpperCase()}${message.slice(1)}`);
  return new StartupError(first.code, EXIT.target, messages.join("\n"), problems.map(({ fix }) => fix).join("\n"));
}

/** Tables are equal objects only within one process' generated modules; two jobs may name one table. */
function identityOf({ schema, table }: Table): string {
  return JSON.stringify([schema ?? null, table]);
}
