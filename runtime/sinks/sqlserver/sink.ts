import type { Setting, Table } from "../../job.ts";
import { keepsPast } from "../past.ts";
import type { Sink } from "../sink.ts";
import { readTable } from "./catalog.ts";
import { checkTable } from "./check.ts";
import { checkServer } from "./check-server.ts";
import { checkpointTable } from "./checkpoint.ts";
import { createComparer } from "./comparer.ts";
import { connect, type Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { gapsTable, insertGap } from "./gaps.ts";
import { createLaneSession } from "./lane-session.ts";
import { ensureTable } from "./own-table.ts";
import { createPages } from "./owners-reader.ts";
import { createKnownTables } from "../known-tables.ts";
import { connectionError } from "./start-up-errors.ts";

export interface SqlserverSinkOptions {
  /** The target's name in the .rdi file. */
  readonly name: string;
  readonly url: string;
  readonly schema: string | undefined;
  readonly token?: Setting | undefined;
  readonly log?: { warn(message: string): void };
}

export function createSqlserverSink(options: SqlserverSinkOptions): Sink<Table> {
  const { name, url, schema, token } = options;
  const checkpoint = checkpointTable(schema);
  const gaps = gapsTable(schema);
  const known = createKnownTables(name, options.log);
  const open = (purpose: string): Promise<Connection> =>
    connect({ target: name, url, token, applicationName: `rdi ${purpose}` });
  const owners = createPages(() => open(`sweep ${name}`));

  async function prepare(tables: readonly Table[]): Promise<void> {
    const connection = await open("start").catch((thrown: unknown) => {
      throw connectionError(name, url, thrown);
    });
    try {
      await checkServer(connection, name);
      await checkTables(connection, tables);
      await ensureTable(connection, name, checkpoint);
      if (tables.some(keepsPast)) await ensureTable(connection, name, gaps);
    } catch (thrown) {
      throw connectionError(name, url, thrown);
    } finally {
      await connection.close();
    }
  }

  async function checkTables(connection: Connection, tables: readonly Table[]): Promise<void> {
    await known.check(tables, async (table) => {
      const facts = await readTable(connection, table);
      return { facts, ...checkTable(table, facts) };
    });
  }

  return {
    prepare,
    canReplace: (tables) => known.canReplace(tables),
    openLane: async (identity) => {
      try {
        return createLaneSession(await open(`${identity.route} ${identity.lane}`), checkpoint.name, identity);
      } catch (thrown) {
        throw sinkError(thrown, "connect");
      }
    },
    recordGap: (gap) => insertGap(() => open(`gap ${gap.route}`), gaps.name, gap),
    pageOwners: owners.page,
    forgetSource: (project) =>
      `UPDATE ${checkpoint.name} SET source = NULL WHERE project = N'${project.replaceAll("'", "''")}';`,
    compareRows: async (tables) => {
      const connection = await open(`verify ${name}`).catch((thrown: unknown) => {
        throw connectionError(name, url, thrown);
      });
      try {
        return await createComparer(connection, name, tables);
      } catch (thrown) {
        connection.destroy();
        throw connectionError(name, url, thrown);
      }
    },
    close: owners.close,
  };
}
