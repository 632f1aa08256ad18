import { StartupError } from "../../errors.ts";
import type { FoundTable, Introspected, NamedTable, OwnTableFacts, SchemaFacts, TableFacts } from "../schema-facts.ts";
import { readTable } from "./catalog.ts";
import { checkServer } from "./check-server.ts";
import { connect, prepareOf, type Connection } from "./connection.ts";
import { ownTables } from "./own-tables.ts";
import { connectionError } from "./start-up-errors.ts";

/** Reads the catalog on one connection, in one snapshot's time or so. Needs no right on the tables. Rejects with `StartupError`. */
export async function introspectPostgres(target: Introspected, tables: readonly NamedTable[]): Promise<SchemaFacts> {
  const { name, url, schema, options } = target;
  try {
    const connection = await connect({ url, schema, prepare: prepareOf(options), applicationName: "rdi introspect" });
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
  const own = ownTables(schema).map(({ table }) => table);
  const schemas = new Map<NamedTable, string | undefined>();
  for (const table of [...tables, ...own]) schemas.set(table, table.schema ?? (await visibleSchema(connection, table)));
  // From here on every name that is not PostgreSQL's own is written with its schema, whatever the target's settings are.
  await connection.query({ text: "BEGIN READ ONLY" });
  await connection.query({ text: "SET LOCAL search_path = ''" });
  const read = async (table: NamedTable): Promise<TableFacts | undefined> => {
    const found = schemas.get(table);
    return found === undefined ? undefined : readTable(connection, { schema: found, table: table.table });
  };
  const found: FoundTable[] = [];
  for (const table of tables) {
    const facts = await read(table);
    const neighbours = facts === undefined ? await readNeighbours(connection, table.schema ?? schema) : [];
    found.push({ ...table, facts, neighbours });
  }
  const ours: OwnTableFacts[] = [];
  for (const table of own) {
    const facts = await read(table);
    if (facts !== undefined) ours.push({ table: table.table, columns: facts.columns.map((column) => column.name) });
  }
  return { tables: found, own: ours };
}

/** The schema in which the search path finds a table. */
async function visibleSchema(connection: Connection, { table }: NamedTable): Promise<string | undefined> {
  const { rows } = await connection.query({
    text: `SELECT n.nspname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relname = $1::text AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND pg_table_is_visible(c.oid)`,
    values: [table],
  });
  return rows[0]?.[0] ?? undefined;
}

/** More names than these are too many to choose from. */
const MOST_NEIGHBOURS = 10_000;

async function readNeighbours(connection: Connection, schema: string | undefined): Promise<readonly string[]> {
  const { rows } = await connection.query({
    text: `SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname = coalesce($1::text, 'public') ORDER BY c.relname LIMIT ${MOST_NEIGHBOURS}`,
    values: [schema ?? null],
  });
  return rows.flatMap(([name]) => (typeof name === "string" ? [name] : []));
}
