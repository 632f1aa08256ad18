import { StartupError } from "../../errors.ts";
import type { Table } from "../../job.ts";
import { keepsPast } from "../past.ts";
import type { Sink } from "../sink.ts";
import { readTable } from "./catalog.ts";
import { checkTable } from "./check.ts";
import { createComparer } from "./comparer.ts";
import { byteCollation, checkServer } from "./check-server.ts";
import { checkpointTable } from "./checkpoint.ts";
import { connect, type Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { gapsTable, insertGap } from "./gaps.ts";
import { createLaneSession } from "./lane-session.ts";
import { ensureTable } from "./own-table.ts";
import { createPages } from "./owners-reader.ts";
import type { Purpose } from "./session-settings.ts";
import { createKnownTables } from "../known-tables.ts";
import { connectionError } from "./start-up-errors.ts";

export interface MysqlSinkOptions {
  /** The target's name in the .rdi file. */
  readonly name: string;
  readonly url: string;
  readonly schema: string | undefined;
  readonly log?: { warn(message: string): void };
}

export function createMysqlSink(options: MysqlSinkOptions): Sink<Table> {
  const { name, url, schema } = options;
  const checkpoint = checkpointTable(schema);
  const gaps = gapsTable(schema);
  const known = createKnownTables(name, options.log);
  const open = (what: string, purpose: Purpose): Promise<Connection> => {
    return connect({ url, schema, applicationName: `rdi ${what}`, purpose });
  };
  const owners = createPages(() => open(`sweep ${name}`, "reads"));

  async function prepare(tables: readonly Table[]): Promise<void> {
    const connection = await open("start", "owner").catch((thrown: unknown) => {
      throw connectionError(name, url, thrown);
    });
    try {
      await checkServer(connection, name);
      await checkTables(connection, tables);
      await ensureTable(connection, name, checkpoint);
      if (tables.some(keepsPast)) await ensureTable(connection, name, gaps);
    } catch (thrown) {
      throw thrown instanceof StartupError ? thrown : connectionError(name, url, thrown);
    } finally {
      await connection.close();
    }
  }

  async function checkTables(connection: Connection, tables: readonly Table[]): Promise<void> {
    await known.check(tables, async (table) => {
      const facts = await readTable(connection, table);
      return { facts, ...checkTable(table, facts, byteCollation(connection)) };
    });
  }

  return {
    prepare,
    canReplace: (tables) => known.canReplace(tables),
    openLane: async (identity) => {
      try {
        return createLaneSession(await open(`${identity.route} ${identity.lane}`, "lane"), checkpoint.name, identity);
      } catch (thrown) {
        throw sinkError(thrown, "connect");
      }
    },
    recordGap: (gap) => insertGap(() => open(`gap ${gap.route}`, "owner"), gaps.name, gap),
    pageOwners: owners.page,
    forgetSource: (project) => `UPDATE rdi_checkpoint SET source = NULL WHERE project = '${project}';`,
    compareRows: async (tables) => {
      const connection = await open(`verify ${name}`, "reads").catch((thrown: unknown) => {
        throw connectionError(name, url, thrown);
      });
      try {
        return await createComparer(connection, name, tables);
      } catch (thrown) {
        connection.destroy();
        throw thrown instanceof StartupError ? thrown : connectionError(name, url, thrown);
      }
    },
    close: owners.close,
  };
}
