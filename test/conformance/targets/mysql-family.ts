import { randomBytes } from "node:crypto";
import mysql from "mysql2/promise";
import type { Alterations, ConformanceDatabase, ConformanceServer, ConformanceTarget, TextRow } from "../target.ts";
import { mysqlFamilyProbes } from "./mysql-family-probes.ts";

/** What MariaDB and MySQL have different names for. */
export interface Relative {
  readonly system: "mariadb" | "mysql";
  readonly title: string;
  /** In which only equal bytes are equal. */
  readonly byteCollation: string;
  /** The variable of the isolation that transactions begin with. */
  readonly isolation: string;
}

/** The driver is the product's, too; but here it sends plain statements, one by one, and reads what the server wrote as text. */
export function mysqlFamilyTarget(
  relative: Relative,
  open: (url: string | undefined) => Promise<ConformanceServer>,
): ConformanceTarget {
  const { system, title, byteCollation } = relative;
  return { system, title, open, probes: mysqlFamilyProbes(byteCollation), quote, text };
}

export async function serverAt(
  relative: Relative,
  url: string,
  end: () => Promise<void> = () => Promise.resolve(),
): Promise<ConformanceServer> {
  const client = await connected(url);
  const [[version = null] = []] = await rowsOf(client, "SELECT VERSION()");
  const { hostname, port } = new URL(url);
  return {
    version: /^[\d.]+/.exec(version ?? "")?.[0] ?? "",
    port: /^(localhost|127\.0\.0\.1)$/.test(hostname) ? Number(port || "3306") : undefined,
    emptyDatabase: async () => {
      const before = await databases(client);
      const name = `rdi_kit_${randomBytes(4).toString("hex")}`;
      await client.query(`CREATE DATABASE ${name}`);
      const drop = async (): Promise<void> => {
        for (const made of (await databases(client)).filter((one) => !before.includes(one)))
          await client.query(`DROP DATABASE ${quote(made)}`);
      };
      return databaseAt(relative, Object.assign(new URL(url), { pathname: `/${name}` }).href, drop);
    },
    close: async () => {
      await client.end();
      await end();
    },
  };
}

async function databases(client: mysql.Connection): Promise<readonly string[]> {
  return (await rowsOf(client, "SHOW DATABASES")).flatMap(([name]) => name ?? []);
}

async function databaseAt(
  relative: Relative,
  url: string,
  dropDatabases: () => Promise<void>,
): Promise<ConformanceDatabase> {
  const client = await connected(url);
  const name = new URL(url).pathname.slice(1);
  const user = `rdi_kit_${randomBytes(4).toString("hex")}`;
  const run = async (script: string): Promise<void> => void (await client.query(script));
  const unusual = unusualGlobals(relative);
  const usual = await globals(client, Object.keys(unusual));
  const endSessions = async (): Promise<void> => {
    const others = await rowsOf(
      client,
      `SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '${name}' AND ID <> CONNECTION_ID()`,
    );
    for (const [id] of others) await client.query(`KILL ${id}`).catch(() => undefined);
  };
  return {
    url,
    run,
    rows: (query) => rowsOf(client, query),
    session: async () => {
      const other = await connected(url);
      const send = async (statement: string): Promise<void> => void (await other.query(statement));
      return { run: send, begin: () => send("BEGIN"), rollback: () => send("ROLLBACK"), close: () => other.end() };
    },
    alter: alterations(run, relative, unusual),
    endSessions,
    urlWithoutDelete: async (table) => {
      await run(`CREATE USER ${user} IDENTIFIED BY 'pw'; GRANT CREATE ON ${name}.* TO ${user}`);
      for (const [each] of await rowsOf(client, "SHOW TABLES"))
        await run(`GRANT SELECT, INSERT, UPDATE${each === table ? "" : ", DELETE"} ON ${quote(each ?? "")} TO ${user}`);
      await run(`GRANT SELECT, INSERT, UPDATE ON rdi_checkpoint TO ${user}`).catch(() => undefined);
      return Object.assign(new URL(url), { username: user, password: "pw" }).href;
    },
    drop: async () => {
      await setGlobals(run, usual);
      await endSessions();
      await run(`DROP USER IF EXISTS ${user}`);
      await dropDatabases();
      await client.end();
    },
  };
}

type Globals = Readonly<Record<string, string>>;

/** Another zone, another isolation and laxer checks; quotes and backslashes mean something else, and a char keeps its blanks. */
function unusualGlobals({ isolation }: Relative): Globals {
  return {
    sql_mode: "ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,HIGH_NOT_PRECEDENCE",
    time_zone: "-09:30",
    [isolation]: "SERIALIZABLE",
    character_set_server: "latin1",
    max_sort_length: "64",
  };
}

/** What new sessions begin with. */
async function globals(client: mysql.Connection, names: readonly string[]): Promise<Globals> {
  const [row = []] = await rowsOf(client, `SELECT ${names.map((name) => `@@global.${name}`).join(", ")}`);
  return Object.fromEntries(names.map((name, at) => [name, row[at] ?? ""]));
}

async function setGlobals(run: (script: string) => Promise<void>, values: Globals): Promise<void> {
  const sets = Object.entries(values).map(([name, value]) => {
    return `SET GLOBAL ${name} = ${/^\d+$/.test(value) ? value : `'${value}'`}`;
  });
  await run(sets.join("; "));
}

function alterations(
  run: (script: string) => Promise<void>,
  { byteCollation }: Relative,
  unusual: Globals,
): Alterations {
  return {
    unusualSettings: () => setGlobals(run, unusual),
    addUnique: (table, column) =>
      // A long text has no index over all of it.
      run(
        `ALTER TABLE ${quote(table)} MODIFY ${quote(column)} varchar(700) CHARACTER SET utf8mb4 COLLATE ${byteCollation}; ALTER TABLE ${quote(table)} ADD UNIQUE (${quote(column)})`,
      ),
    addForeignKey: ({ table, column, parent, parentColumn }) =>
      run(
        `ALTER TABLE ${quote(table)} ADD FOREIGN KEY (${quote(column)}) REFERENCES ${quote(parent)} (${quote(parentColumn)})`,
      ),
    refuse: (table, column, value) =>
      run(`ALTER TABLE ${quote(table)} ADD CHECK (${quote(column)} <> '${value.replaceAll("'", "''")}')`),
    ignoreCase: (table, column) =>
      run(
        `ALTER TABLE ${quote(table)} MODIFY ${quote(column)} varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL`,
      ),
  };
}

async function connected(url: string): Promise<mysql.Connection> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const client = await mysql.createConnection({
    host: hostname,
    port: Number(port || "3306"),
    user: username,
    password: decodeURIComponent(password),
    ...(pathname.length > 1 ? { database: pathname.slice(1) } : {}),
    charset: "utf8mb4",
    multipleStatements: true,
    rowsAsArray: true,
    typeCast: (field) => field.string("utf8"),
  });
  client.on("error", () => undefined);
  await client.query("SET time_zone = '+00:00'");
  return client;
}

async function rowsOf(client: mysql.Connection, query: string): Promise<readonly TextRow[]> {
  const [rows] = await client.query<mysql.RowDataPacket[][]>(query);
  return rows.map((row) => row.map((cell) => (cell === null ? null : String(cell))));
}

function quote(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A FLOAT prints six digits only. */
function text(column: string, type: string): string {
  if (type === "bytes") return `LOWER(HEX(${column}))`;
  return type === "real" ? `CAST(CAST(${column} AS DOUBLE) AS CHAR)` : `CAST(${column} AS CHAR)`;
}
