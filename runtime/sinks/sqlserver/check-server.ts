import { EXIT, StartupError } from "../../errors.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

const OLDEST_VERSION = 13;
const OLDEST_LEVEL = 130;
/** Invalid object name. */
const NO_SUCH_OBJECT = "208";

/** `reads` is for who writes nothing: a read-only replica will do. */
export async function checkServer(connection: Connection, name: string, only?: "reads"): Promise<void> {
  const { rows } = await connection.query({
    text: `SELECT CONVERT(nvarchar(10), SERVERPROPERTY(N'ProductMajorVersion')) AS version, CONVERT(nvarchar(10), SERVERPROPERTY(N'EngineEdition')) AS edition,
  CONVERT(nvarchar(60), DATABASEPROPERTYEX(DB_NAME(), N'Updateability')) AS updateability,
  (SELECT CONVERT(nvarchar(10), d.compatibility_level) FROM sys.databases AS d WHERE d.database_id = DB_ID()) AS level`,
  });
  const [version, edition, updateability, level] = rows[0] ?? [];
  const problem = problemOf({ version, edition }) ?? (await withoutJson(connection, level));
  if (problem !== undefined)
    throw new StartupError("RDI5005", EXIT.target, `Target ${name} ${problem.says}.`, problem.hint);
  if (updateability === "READ_ONLY" && only !== "reads") {
    throw new StartupError(
      "RDI5005",
      EXIT.target,
      `Target ${name} is read-only: a secondary replica, or a database that was set so.`,
      "Point the target's URL at the primary replica, or at the availability group's listener.",
    );
  }
}

type Answer = string | null | undefined;

interface Server {
  readonly version: Answer;
  readonly edition: Answer;
}

interface Problem {
  readonly says: string;
  readonly hint: string;
}

/** Editions that hold no ordinary tables: a dedicated pool of Synapse, and a serverless one. */
const NOT_RELATIONAL: ReadonlySet<string> = new Set(["6", "11"]);
/** Those of Azure, whose version says nothing. */
const AZURE: ReadonlySet<string> = new Set(["5", "8", "9", "12"]);

function problemOf({ version, edition }: Server): Problem | undefined {
  if (NOT_RELATIONAL.has(edition ?? ""))
    return { says: "is a pool of Azure Synapse", hint: "Use SQL Server, Azure SQL Database or a managed instance." };
  if (!AZURE.has(edition ?? "") && Number(version) < OLDEST_VERSION)
    return { says: "is older than SQL Server 2016", hint: "Upgrade it; 2016 is the oldest version that works." };
  return undefined;
}

/** Below a level of compatibility a SQL Server has no OPENJSON. Another server may have it whatever level it tells. */
async function withoutJson(connection: Connection, level: Answer): Promise<Problem | undefined> {
  if (Number(level) >= OLDEST_LEVEL || (await hasJson(connection))) return undefined;
  return {
    says: `has the compatibility level ${level}, which has no OPENJSON`,
    hint: `Raise it:\n\nALTER DATABASE CURRENT SET COMPATIBILITY_LEVEL = ${OLDEST_LEVEL};`,
  };
}

async function hasJson(connection: Connection): Promise<boolean> {
  try {
    await connection.query({ text: "SELECT j.c0 FROM OPENJSON(N'[[1]]') WITH (c0 nvarchar(max) '$[0]') AS j" });
    return true;
  } catch (thrown) {
    if (sinkError(thrown, "OPENJSON").serverCode === NO_SUCH_OBJECT) return false;
    throw thrown;
  }
}
