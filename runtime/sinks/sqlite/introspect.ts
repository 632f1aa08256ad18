import type { Introspected, NamedTable, SchemaFacts } from "../schema-facts.ts";
import { readTable } from "./catalog.ts";
import { connect, type Connection } from "./connection.ts";
import { ownTables } from "./own-tables.ts";
import { connectionError, requiredFile } from "./start-up-errors.ts";
import { whileLocked } from "./waiting.ts";

/** Rejects with `StartupError`. */
export async function introspectSqlite(
  { name, url }: Introspected,
  tables: readonly NamedTable[],
): Promise<SchemaFacts> {
  const file = requiredFile(name, url);
  let connection: Connection | undefined;
  try {
    const opened = await connect(file);
    connection = opened;
    return await whileLocked("introspect", () => readSchema(opened, tables));
  } catch (thrown) {
    throw connectionError(name, file, thrown);
  } finally {
    connection?.close();
  }
}

function readSchema(connection: Connection, tables: readonly NamedTable[]): SchemaFacts {
  return {
    tables: tables.map((table) => {
      const facts = readTable(connection, table);
      return { ...table, facts, neighbours: facts === undefined ? readNeighbours(connection) : [] };
    }),
    own: ownTables().flatMap(({ table: { table } }) => {
      const facts = readTable(connection, { schema: undefined, table });
      return facts === undefined ? [] : [{ table, columns: facts.columns.map((column) => column.name) }];
    }),
  };
}

/** More names than these are too many to choose from. */
const MOST_NEIGHBOURS = 10_000;

function readNeighbours(connection: Connection): readonly string[] {
  const rows = connection.all(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name LIMIT ${MOST_NEIGHBOURS}`,
  );
  return rows.map(([name]) => String(name));
}
