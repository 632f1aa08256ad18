/** A private PostgreSQL for one test file, and fresh databases in it. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { startPostgres, type PostgresOptions, type PostgresServer } from "../setup/servers.mjs";

export type { PostgresServer } from "../setup/servers.mjs";

/** A row as PostgreSQL prints it: every value is text or null, so a comparison is exact. */
export type TextRow = Readonly<Record<string, string | null>>;

export interface TestDatabase {
  readonly url: string;
  query(text: string, values?: readonly unknown[]): Promise<readonly TextRow[]>;
  close(): Promise<void>;
}

const asText: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value };

/** Starts a server of its own, without fsync. It ends with this process; `remove()` ends it earlier. */
export function postgresServer(options: PostgresOptions = { fast: true }): Promise<PostgresServer> {
  return startPostgres(options);
}

/** Makes a database, runs the statements of `schema` in it and connects to it. */
export async function freshDatabase(server: PostgresServer, schema = ""): Promise<TestDatabase> {
  const url = await server.createDatabase(`test_${randomBytes(4).toString("hex")}`);
  const database = connectPostgres(url);
  if (schema.trim() !== "") await database.query(schema);
  return database;
}

/** Queries go through a pool, so the server may restart between two of them. */
export function connectPostgres(url: string): TestDatabase {
  const pool = new pg.Pool({ connectionString: url, max: 2, types: asText });
  pool.on("error", () => undefined);
  return {
    url,
    query: async (text, values) => {
      const result = values === undefined ? await pool.query(text) : await pool.query(text, [...values]);
      return result.rows;
    },
    close: () => pool.end(),
  };
}
