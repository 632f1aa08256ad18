import { randomBytes } from "node:crypto";
import pg from "pg";
import { startPostgres, type PostgresOptions } from "../../setup/servers.mjs";
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
  return url === undefined ? privateServer({}) : serverAt(url, () => Promise.resolve());
}

/** The same on another version, which the machine has. */
export function postgresOf(version: number): ConformanceTarget {
  return { ...postgresTarget, title: `PostgreSQL ${version}`, open: () => privateServer({ version }) };
}

async function privateServer(options: PostgresOptions): Promise<ConformanceServer> {
  const server = await startPostgres({ fast: true, ...options });
  return serverAt(server.url(), () => server.remove());
}

/** The way that sinks take; the kit itself asks the server. */
export interface Way {
  through(url: string): string;
  /** Ends all sessions that a database has, as their clients see it. */
  endSessions?(database: string): Promise<void>;
}

const DIRECT: Way = { through: (url) => url };

export async function serverAt(url: string, end: () => Promise<void>, way: Way = DIRECT): Promise<ConformanceServer> {
  const [[version = null] = []] = await withClient(url, (client) => rowsOf(client, "SHOW server_version"));
  const { hostname, port } = new URL(way.through(url));
  const made: string[] = [];
  const free: string[] = [];

  /** One that was emptied is a second faster than a new one. */
  async function emptyDatabase(): Promise<ConformanceDatabase> {
    const name = free.pop() ?? (await createDatabase(url));
    if (!made.includes(name)) made.push(name);
    const own = Object.assign(new URL(url), { pathname: `/${name}` }).href;
    return databaseAt(own, way, () => void free.push(name));
  }

  return {
    version: (version ?? "").split(" ")[0] ?? "",
    port: /^(localhost|127\.0\.0\.1)$/.test(hostname) ? Number(port || "5432") : undefined,
    emptyDatabase,
    close: async () => {
      for (const name of made)
        await withClient(url, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      await end();
    },
  };
}

async function createDatabase(server: string): Promise<string> {
  const name = `rdi_kit_${randomBytes(4).toString("hex")}`;
  await withClient(server, (client) => client.query(`CREATE DATABASE ${name}`));
  return name;
}

async function databaseAt(url: string, way: Way, emptied: () => void): Promise<ConformanceDatabase> {
  const client = await connected(url);
  const name = new URL(url).pathname.slice(1);
  const role = `rdi_kit_${randomBytes(4).toString("hex")}`;
  const run = async (script: string): Promise<void> => void (await client.query(script));
  const changes = alterations(run, name);
  let isUsual = true;
  return {
    url: way.through(url),
    run,
    rows: (query) => rowsOf(client, query),
    session: async () => {
      const other = await connected(url);
      const send = async (statement: string): Promise<void> => void (await other.query(statement));
      return { run: send, begin: () => send("BEGIN"), rollback: () => send("ROLLBACK"), close: () => other.end() };
    },
    alter: {
      ...changes,
      unusualSettings: () => {
        isUsual = false;
        return changes.unusualSettings();
      },
    },
    endSessions: () => way.endSessions?.(name) ?? run(END_SESSIONS),
    urlWithoutDelete: async (table) => {
      await run(`CREATE ROLE ${role} LOGIN PASSWORD 'pw'; GRANT CREATE ON SCHEMA public TO ${role};
        GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}; REVOKE DELETE, TRUNCATE ON ${quote(table)} FROM ${role}`);
      return Object.assign(new URL(way.through(url)), { username: role, password: "pw" }).href;
    },
    drop: async () => {
      // A pool would hand out servers that were ended behind its back.
      await way.endSessions?.(name);
      await run(END_SESSIONS);
      for (const [schema] of await rowsOf(client, SCHEMAS)) await run(`DROP SCHEMA ${quote(schema ?? "")} CASCADE`);
      await run(`DROP ROLE IF EXISTS ${role}; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC`);
      await client.end();
      // A pool remembers what a database's sessions began with.
      if (isUsual) emptied();
    },
  };
}

const SCHEMAS =
  "SELECT nspname FROM pg_namespace WHERE nspname NOT IN ('information_schema') AND left(nspname, 3) <> 'pg_'";

const END_SESSIONS =
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

const UNUSUAL: Readonly<Record<string, string>> = {
  TimeZone: "Asia/Kathmandu",
  DateStyle: "German, DMY",
  IntervalStyle: "sql_standard",
  bytea_output: "escape",
  extra_float_digits: "-10",
  default_transaction_isolation: "serializable",
  lc_numeric: "C",
  array_nulls: "off",
  transform_null_equals: "on",
};

function alterations(run: (script: string) => Promise<void>, database: string): Alterations {
  return {
    unusualSettings: () =>
      run(
        Object.entries(UNUSUAL)
          .map(([name, value]) => `ALTER DATABASE ${database} SET ${name} = '${value}'`)
          .join("; "),
      ),
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

export async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = await connected(url);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    options: "-c TimeZone=UTC -c DateStyle=ISO,YMD -c extra_float_digits=1",
  });
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
