import { randomBytes } from "node:crypto";
import pg from "pg";
import { startPostgres } from "../../setup/servers.mjs";
import { postgresProbes } from "./postgres-probes.ts";
import type { Alterations, ConformanceDatabase, ConformanceServer, ConformanceTarget } from "../target.ts";

/** The driver is the product's, too; but here it sends plain statements, one by one, and reads what the server wrote as text. */
export const postgresTarget: ConformanceTarget = {
  system: "postgres",
  title: "PostgreSQL",
  open,
  probes: postgresProbes,
  quote,
  text,
};

async function open(url: string | undefined): Promise<ConformanceServer> {
  if (url !== undefined) return serverAt(url, () => Promise.resolve());
  const server = await startPostgres({ fast: true });
  return serverAt(server.url(), () => server.remove());
}

async function serverAt(url: string, close: () => Promise<void>): Promise<ConformanceServer> {
  const [[version = null] = []] = await withClient(url, (client) => rowsOf(client, "SHOW server_version"));
  const { hostname, port } = new URL(url);
  return {
    version: (version ?? "").split(" ")[0] ?? "",
    port: /^(localhost|127\.0\.0\.1)$/.test(hostname) ? Number(port || "5432") : undefined,
    emptyDatabase: () => emptyDatabase(url),
    close,
  };
}

async function emptyDatabase(server: string): Promise<ConformanceDatabase> {
  const name = `rdi_kit_${randomBytes(4).toString("hex")}`;
  await withClient(server, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const client = await connected(url);
  const run = async (script: string): Promise<void> => void (await client.query(script));
  return {
    url,
    run,
    rows: (query) => rowsOf(client, query),
    session: async () => {
      const other = await connected(url);
      const send = async (statement: string): Promise<void> => void (await other.query(statement));
      return { run: send, begin: () => send("BEGIN"), rollback: () => send("ROLLBACK"), close: () => other.end() };
    },
    alter: alterations(run),
    endSessions: () => run(END_SESSIONS),
    urlWithoutDelete: async (table) => {
      await run(`CREATE ROLE ${name} LOGIN PASSWORD 'pw'; GRANT CREATE ON SCHEMA public TO ${name};
        GRANT ALL ON ALL TABLES IN SCHEMA public TO ${name}; REVOKE DELETE, TRUNCATE ON ${quote(table)} FROM ${name}`);
      return Object.assign(new URL(url), { username: name, password: "pw" }).href;
    },
    drop: async () => {
      await client.end();
      await withClient(server, async (administrator) => {
        await administrator.query(`DROP DATABASE ${name} WITH (FORCE)`);
        await administrator.query(`DROP ROLE IF EXISTS ${name}`);
      });
    },
  };
}

const END_SESSIONS =
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

function alterations(run: (script: string) => Promise<void>): Alterations {
  return {
    addUnique: (table, column) => run(`ALTER TABLE ${quote(table)} ADD UNIQUE (${quote(column)})`),
    addForeignKey: ({ table, column, parent, parentColumn }) =>
      run(
        `ALTER TABLE ${quote(table)} ADD FOREIGN KEY (${quote(column)}) REFERENCES ${quote(parent)} (${quote(parentColumn)})`,
      ),
    refuse: (table, column, value) =>
      run(`ALTER TABLE ${quote(table)} ADD CHECK (${quote(column)} <> '${value.replaceAll("'", "''")}')`),
    ignoreCase: (table, column) =>
      run(`CREATE COLLATION IF NOT EXISTS ignores_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        ALTER TABLE ${quote(table)} ALTER COLUMN ${quote(column)} TYPE varchar COLLATE ignores_case`),
  };
}

async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = await connected(url);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options: "-c TimeZone=UTC -c DateStyle=ISO,YMD" });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

async function rowsOf(client: pg.Client, query: string): Promise<readonly (readonly (string | null)[])[]> {
  const types: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value };
  return (await client.query<(string | null)[]>({ text: query, rowMode: "array", types })).rows;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function text(column: string, type: string): string {
  if (type === "bytes") return `encode(${column}, 'hex')`;
  if (type === "real") return `${column}::float8::text`;
  return type === "timestamptz" ? `(${column} AT TIME ZONE 'UTC')::text` : `${column}::text`;
}
