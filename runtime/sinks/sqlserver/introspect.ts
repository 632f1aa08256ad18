import type { FoundTable, Introspected, NamedTable, OwnTableFacts, SchemaFacts } from "../schema-facts.ts";
import { readTable } from "./catalog.ts";
import { checkServer } from "./check-server.ts";
import { connect, type Connection } from "./connection.ts";
import { ownTables } from "./own-tables.ts";
import { tokenOf } from "./token.ts";
import { connectionError } from "./start-up-errors.ts";

/** Reads the catalog on one connection. It shows only tables on which the user has some right. Rejects with `StartupError`. */
export async function introspectSqlserver(target: Introspected, tables: readonly NamedTable[]): Promise<SchemaFacts> {
  const { name, url, schema, options } = target;
  try {
    const connection = await connect({ target: name, url, token: tokenOf(options), applicationName: "rdi introspect" });
    try {
      await checkServer(connection, name, "reads");
      return await readSchema(connection, schema, tables);
    } finally {
      await connection.close();
    }
  } catch (thrown) {
    throw connectionError(name, url, thrown);
  }
}

async function readSchema(
  connection: Connection,
  schema: string | undefined,
  tables: readonly NamedTable[],
): Promise<SchemaFacts> {
  const found: FoundTable[] = [];
  for (const table of tables) {
    const facts = await readTable(connection, table);
    const neighbours = facts === undefined ? await readNeighbours(connection, table.schema ?? schema) : [];
    found.push({ ...table, facts, neighbours });
  }
  const ours: OwnTableFacts[] = [];
  for (const { table } of ownTables(schema)) {
    const facts = await readTable(connection, table);
    if (facts !== undefined) ours.push({ table: table.table, columns: facts.columns.map((column) => column.name) });
  }
  return { tables: found, own: ours };
}

/** More names than these are too many to choose from. */
const MOST_NEIGHBOURS = 10_000;

async function readNeighbours(connection: Connection, schema: string | undefined): Promise<readonly string[]> {
  const { rows } = await connection.query({
    text: `SELECT TOP (${MOST_NEIGHBOURS}) o.name FROM sys.tables AS o WHERE SCHEMA_NAME(o.schema_id) = COALESCE(@schema, SCHEMA_NAME(), N'dbo') ORDER BY o.name`,
    parameters: { schema: schema ?? null },
  });
  return rows.flatMap(([name]) => (typeof name === "string" ? [name] : []));
}
