import { StartupError } from "../../errors.ts";
import type { FoundTable, Introspected, NamedTable, OwnTableFacts, SchemaFacts } from "../schema-facts.ts";
import { readTable } from "./catalog.ts";
import { checkServer } from "./check-server.ts";
import { connect, type Connection } from "./connection.ts";
import { ownTables } from "./own-tables.ts";
import { connectionError } from "./start-up-errors.ts";

/** Reads the catalog on one connection, in one snapshot's time or so. Needs no right on the tables. Rejects with `StartupError`. */
export async function introspectTables(target: Introspected, tables: readonly NamedTable[]): Promise<SchemaFacts> {
  const { name, url, schema } = target;
  try {
    const connection = await connect({ url, schema, applicationName: "rdi introspect", purpose: "reads" });
    try {
      await checkServer(connection, name, "reads");
      return await readSchema(connection, schema, tables);
    } finally {
      await connection.close();
    }
  } catch (thrown) {
    throw thrown instanceof StartupError ? thrown : connectionError(name, url, thrown);
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
  const own: OwnTableFacts[] = [];
  for (const { table } of ownTables(schema)) {
    const facts = await readTable(connection, table);
    if (facts !== undefined) own.push({ table: table.table, columns: facts.columns.map((column) => column.name) });
  }
  return { tables: found, own };
}

/** More names than these are too many to choose from. */
const MOST_NEIGHBOURS = 10_000;

async function readNeighbours(connection: Connection, schema: string | undefined): Promise<readonly string[]> {
  const { rows } = await connection.query({
    text: `SELECT t.TABLE_NAME FROM information_schema.TABLES AS t
WHERE t.TABLE_SCHEMA = COALESCE(?, DATABASE()) AND t.TABLE_TYPE <> 'VIEW' ORDER BY t.TABLE_NAME LIMIT ${MOST_NEIGHBOURS}`,
    values: [schema ?? null],
  });
  return rows.flatMap(([name]) => (typeof name === "string" ? [name] : []));
}
