import { EXIT, StartupError } from "../../errors.ts";
import type { Setting, Table } from "../../job.ts";
import { keepsPast } from "../past.ts";
import type { Sink } from "../sink.ts";
import type { TableFacts } from "../schema-facts.ts";
import { readTable } from "./catalog.ts";
import { checkTable, type Problem } from "./check.ts";
import { checkServer } from "./check-server.ts";
import { checkpointTable } from "./checkpoint.ts";
import { createComparer } from "./comparer.ts";
import { connect, type Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { gapsTable, insertGap } from "./gaps.ts";
import { createLaneSession } from "./lane-session.ts";
import { ensureTable } from "./own-table.ts";
import { createOwnersReader } from "./owners-reader.ts";
import { replaceable } from "../replaceable.ts";
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
  const known = new Map<string, TableFacts>();
  const open = (purpose: string): Promise<Connection> =>
    connect({ target: name, url, token, applicationName: `rdi ${purpose}` });
  const owners = createOwnersReader(() => open(`sweep ${name}`));

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
    const problems: Problem[] = [];
    for (const table of tables) {
      const facts = await readTable(connection, table);
      const result = checkTable(table, facts);
      problems.push(...result.problems);
      for (const warning of result.warnings) options.log?.warn(`Target ${name}: ${warning}`);
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

/** All problems at once, under the code of the first. */
function startupError(name: string, first: Problem, problems: readonly Problem[]): StartupError {
  const messages = problems.map(({ message }) => `Target ${name}: ${message[0]?.toUpperCase()}${message.slice(1)}`);
  return new StartupError(first.code, EXIT.target, messages.join("\n"), problems.map(({ fix }) => fix).join("\n"));
}

/** Tables are equal objects only within one process' generated modules; two jobs may name one table. */
function identityOf({ schema, table }: Table): string {
  return JSON.stringify([schema ?? null, table]);
}
