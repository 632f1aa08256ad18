import { randomBytes } from "node:crypto";
import { eventually } from "../../support/eventually.ts";
import type { Alterations, ConformanceDatabase, ConformanceServer, ConformanceTarget } from "../target.ts";
import { connected, type SqlserverClient } from "./sqlserver-client.ts";
import { sqlserverProbes } from "./sqlserver-probes.ts";

/** There is no server of its own to start here: it needs one that somebody runs. */
export const sqlserverTarget: ConformanceTarget = {
  system: "sqlserver",
  title: "SQL Server",
  open,
  probes: sqlserverProbes,
  quote,
  text,
};

/** Of a login that may make databases: `npm test -- --sqlserver-url URL`. */
export function knownSqlserver(): string | undefined {
  const url = process.env["RDI_SQLSERVER_URL"];
  return url === "" ? undefined : url;
}

async function open(given: string | undefined): Promise<ConformanceServer> {
  const url = given ?? knownSqlserver();
  if (url === undefined)
    throw new Error("none can be started here; name yours with --url mssql://user:password@host:1433/master");
  const [[version = null] = []] = await withClient(url, (client) =>
    client.run("SELECT CONVERT(nvarchar(40), SERVERPROPERTY('ProductVersion'))"),
  );
  const { hostname, port } = new URL(url);
  return {
    version: version ?? "",
    port: /^(localhost|127\.0\.0\.1)$/.test(hostname) ? Number(port || "1433") : undefined,
    emptyDatabase: () => emptyDatabase(url),
    close: () => Promise.resolve(),
  };
}

async function emptyDatabase(server: string): Promise<ConformanceDatabase> {
  const name = `rdi_kit_${randomBytes(4).toString("hex")}`;
  await withClient(server, (client) => client.run(`CREATE DATABASE ${name}`));
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const client = await connected(url);
  const run = async (script: string): Promise<void> => void (await client.run(script));
  const user = `${name}_user`;
  return {
    url,
    run,
    rows: (query) => client.run(query),
    session: async () => {
      const other = await connected(url);
      const send = async (statement: string): Promise<void> => void (await other.run(statement));
      return {
        run: send,
        begin: () => send("BEGIN TRANSACTION"),
        rollback: () => send("ROLLBACK TRANSACTION"),
        close: () => other.close(),
      };
    },
    alter: alterations(run),
    endSessions: () => run(endSessions(name)),
    urlWithoutDelete: async (table) => {
      const password = `Kit-${randomBytes(8).toString("hex")}!`;
      await run(`CREATE LOGIN ${user} WITH PASSWORD = '${password}'; CREATE USER ${user} FOR LOGIN ${user};
        GRANT CREATE TABLE TO ${user}; GRANT ALTER, SELECT, INSERT, UPDATE, DELETE ON SCHEMA::dbo TO ${user};
        DENY DELETE ON ${quote(table)} TO ${user}`);
      return Object.assign(new URL(url), { username: user, password }).href;
    },
    drop: async () => {
      await client.close();
      await withClient(server, (other) => remove(other, name, user));
    },
  };
}

async function remove(client: SqlserverClient, database: string, user: string): Promise<void> {
  await eventually(`nobody uses ${database}`, async () => {
    await client.run(endSessions(database));
    await client.run(`DROP DATABASE ${database}`);
    return true;
  });
  await client.run(`IF SUSER_ID('${user}') IS NOT NULL DROP LOGIN ${user}`);
}

function endSessions(database: string): string {
  return `DECLARE @kill nvarchar(max) = N'';
SELECT @kill = @kill + N'KILL ' + CONVERT(nvarchar(10), session_id) + N';' FROM sys.dm_exec_sessions
WHERE database_id = DB_ID(N'${database}') AND session_id <> @@SPID AND is_user_process = 1;
EXEC(@kill);`;
}

function alterations(run: (script: string) => Promise<void>): Alterations {
  return {
    addUnique: (table, column) => run(`CREATE UNIQUE INDEX kit_unique ON ${quote(table)} (${quote(column)})`),
    addForeignKey: ({ table, column, parent, parentColumn }) =>
      run(
        `ALTER TABLE ${quote(table)} ADD FOREIGN KEY (${quote(column)}) REFERENCES ${quote(parent)} (${quote(parentColumn)})`,
      ),
    refuse: (table, column, value) =>
      run(`ALTER TABLE ${quote(table)} ADD CHECK (${quote(column)} <> N'${value.replaceAll("'", "''")}')`),
    ignoreCase: (table, column) => run(ignoringCase(table, column)),
    unusualSettings: () =>
      run(
        ["ANSI_NULLS OFF", "ANSI_PADDING OFF", "ANSI_WARNINGS OFF", "ARITHABORT OFF", "NUMERIC_ROUNDABORT ON"]
          .map((setting) => `ALTER DATABASE CURRENT SET ${setting};`)
          .join("\n"),
      ),
  };
}

/** A column of a primary key can't be altered while the key is there. */
function ignoringCase(table: string, column: string): string {
  return `DECLARE @drop nvarchar(max) = (SELECT N'ALTER TABLE ${quote(table)} DROP CONSTRAINT ' + QUOTENAME(k.name)
  FROM sys.key_constraints AS k WHERE k.parent_object_id = OBJECT_ID(N'${quote(table)}'));
EXEC(@drop);
ALTER TABLE ${quote(table)} ALTER COLUMN ${quote(column)} nvarchar(60) COLLATE Latin1_General_100_CI_AS NOT NULL;
ALTER TABLE ${quote(table)} ADD PRIMARY KEY (${quote(column)});`;
}

async function withClient<Result>(url: string, use: (client: SqlserverClient) => Promise<Result>): Promise<Result> {
  const client = await connected(url);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

function quote(name: string): string {
  return `[${name.replaceAll("]", "]]")}]`;
}

function text(column: string, type: string): string {
  switch (/^\w+/.exec(type)?.[0]) {
    case "real":
    case "double":
      return `CONVERT(nvarchar(40), CONVERT(float, ${column}), 3)`;
    case "timestamp":
      return `CONVERT(nvarchar(40), ${column}, 121)`;
    case "timestamptz":
      return `CONVERT(nvarchar(40), CONVERT(datetime2(7), SWITCHOFFSET(${column}, 0)), 121)`;
    case "date":
      return `CONVERT(nvarchar(10), ${column}, 23)`;
    case "text":
    case "varchar":
    case "char":
    case "json":
    case "bytes":
      return column;
    default:
      return `CONVERT(nvarchar(60), ${column})`;
  }
}
