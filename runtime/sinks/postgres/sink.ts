import { StartupError } from "../../errors.ts";
import type { Table } from "../../job.ts";
import { keepsPast } from "../past.ts";
import type { Sink } from "../sink.ts";
import { readTable, readType } from "./catalog.ts";
import { checkTable } from "./check.ts";
import { createComparer } from "./comparer.ts";
import { checkServer } from "./check-server.ts";
import { checkpointTable } from "./checkpoint.ts";
import { nativeName } from "./column-types.ts";
import { connect, type Connection, type Prepare } from "./connection.ts";
import { connectError } from "./error-classes.ts";
import { gapsTable, insertGap } from "./gaps.ts";
import { createLaneSession } from "./lane-session.ts";
import { ensureTable } from "./own-table.ts";
import { createPages } from "./owners-reader.ts";
import { createKnownTables } from "../known-tables.ts";
import { connectionError } from "./start-up-errors.ts";

export interface PostgresSinkOptions {
  /** The target's name in the .rdi file. */
  readonly name: string;
  readonly url: string;
  readonly schema: string | undefined;
  readonly prepare?: Prepare | undefined;
  readonly log?: { warn(message: string): void };
}

export function createPostgresSink(options: PostgresSinkOptions): Sink<Table> {
  const { name, url, schema } = options;
  const checkpoint = checkpointTable(schema);
  const gaps = gapsTable(schema);
  const known = createKnownTables(name, options.log);
  const open = (purpose: string): Promise<Connection> =>
    connect({ url, schema, prepare: options.prepare, applicationName: `rdi ${purpose}` });
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
      throw thrown instanceof StartupError ? thrown : connectionError(name, url, thrown);
    } finally {
      await connection.close();
    }
  }

  async function checkTables(connection: Connection, tables: readonly Table[]): Promise<void> {
    const natives = await readNatives(connection, tables);
    await known.check(tables, async (table) => {
      const facts = await readTable(connection, table);
      return { facts, ...checkTable(table, facts, natives) };
    });
  }

  return {
    prepare,
    canReplace: (tables) => known.canReplace(tables),
    openLane: async (identity) => {
      try {
        return createLaneSession(await open(`${identity.route} ${identity.lane}`), checkpoint.name, identity);
      } catch (thrown) {
        throw connectError(thrown);
      }
    },
    recordGap: (gap) => insertGap(() => open(`gap ${gap.route}`), gaps.name, gap),
    pageOwners: owners.page,
    forgetSource: (project) => `UPDATE rdi_checkpoint SET source = NULL WHERE project = '${project}';`,
    compareRows: async (tables) => {
      const connection = await open(`verify ${name}`).catch((thrown: unknown) => {
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

async function readNatives(
  connection: Connection,
  tables: readonly Table[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const types = new Map<string, string | undefined>();
  for (const { type } of tables.flatMap(({ columns }) => columns)) {
    const native = nativeName(type);
    if (native !== undefined && !types.has(type)) types.set(type, await readType(connection, native));
  }
  return types;
}
