import { EXIT, StartupError } from "../../errors.ts";
import type { Connection } from "./connection.ts";

const OLDEST_VERSION = 13;
const OLDEST_LEVEL = 130;

/** As statements get their values: a text in which everything is that JSON escapes, or need not. */
const SAMPLE = "\"\\\n\u0001'ü😀";

/** Dynamic, since below a level of compatibility a statement with OPENJSON can't even be compiled. */
const ASKED = `DECLARE @read nvarchar(max);
BEGIN TRY
  EXEC sys.sp_executesql N'SELECT @read = j.c0 FROM OPENJSON(@document) WITH (c0 nvarchar(max) ''$[0]'') AS j',
    N'@document nvarchar(max), @read nvarchar(max) OUTPUT', @document = @document, @read = @read OUTPUT;
END TRY
BEGIN CATCH
  SET @read = NULL;
END CATCH;
SELECT CONVERT(nvarchar(10), SERVERPROPERTY(N'ProductMajorVersion')) AS version, CONVERT(nvarchar(10), SERVERPROPERTY(N'EngineEdition')) AS edition,
  CONVERT(nvarchar(60), DATABASEPROPERTYEX(DB_NAME(), N'Updateability')) AS updateability,
  (SELECT CONVERT(nvarchar(10), d.compatibility_level) FROM sys.databases AS d WHERE d.database_id = DB_ID()) AS level,
  @read AS texts, CASE WHEN CONVERT(varbinary(max), N'00ff', 2) = 0x00FF THEN N'1' END AS bytes,
  CONVERT(nvarchar(10), SERVERPROPERTY(N'Babelfish')) AS babelfish`;

/** `reads` is for who writes nothing: a read-only replica will do. */
export async function checkServer(connection: Connection, name: string, only?: "reads"): Promise<void> {
  const { rows } = await connection.query({ text: ASKED, parameters: { document: JSON.stringify([[SAMPLE]]) } });
  const [version, edition, updateability, level, texts, bytes, babelfish] = rows[0] ?? [];
  const problem = problemOf({ version, edition, level, texts, bytes, babelfish });
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
  readonly level: Answer;
  /** What it reads in a document; null where it has no OPENJSON. */
  readonly texts: Answer;
  /** Whether it reads hexadecimal digits. */
  readonly bytes: Answer;
  /** Null of a SQL Server. */
  readonly babelfish: Answer;
}

interface Problem {
  readonly says: string;
  readonly hint: string;
}

/** Editions that hold no ordinary tables: a dedicated pool of Synapse, and a serverless one. */
const NOT_RELATIONAL: ReadonlySet<string> = new Set(["6", "11"]);
/** Those of Azure, whose version says nothing. */
const AZURE: ReadonlySet<string> = new Set(["5", "8", "9", "12"]);

const SERVERS = "Use SQL Server, Azure SQL Database or a managed instance.";

function problemOf({ version, edition, level, texts, bytes, babelfish }: Server): Problem | undefined {
  if (NOT_RELATIONAL.has(edition ?? "")) return { says: "is a pool of Azure Synapse", hint: SERVERS };
  if (texts === SAMPLE && bytes === "1" && !isTooOld({ version, edition })) return undefined;
  // Whatever version it tells, what it lacks is named first.
  if (babelfish === "1")
    return {
      says: "is Babelfish, which reads the texts of documents otherwise than SQL Server: they would be stored with the escapes of JSON",
      hint: "Let the target be of the kind postgres, with Babelfish's port for PostgreSQL.",
    };
  if (isTooOld({ version, edition }))
    return { says: "is older than SQL Server 2016", hint: "Upgrade it; 2016 is the oldest version that works." };
  if (!(Number(level) >= OLDEST_LEVEL))
    return {
      says: `has the compatibility level ${level}, which has no OPENJSON`,
      hint: `Raise it:\n\nALTER DATABASE CURRENT SET COMPATIBILITY_LEVEL = ${OLDEST_LEVEL};`,
    };
  return {
    says: "does not read texts and bytes of documents as SQL Server does, and would store others",
    hint: SERVERS,
  };
}

function isTooOld({ version, edition }: Pick<Server, "version" | "edition">): boolean {
  return !AZURE.has(edition ?? "") && Number(version) < OLDEST_VERSION;
}
