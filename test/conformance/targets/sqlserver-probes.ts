import type { ProbeName } from "../probes.ts";
import type { Probe } from "../target.ts";
import { onThisMachine, runs, whyNot } from "./probe-kinds.ts";

/** What the first cell of a query is not. */
const answers =
  (query: string, wanted: string, before: readonly string[] = []): Probe =>
  async (_, database) => {
    const why = before.length === 0 ? undefined : await whyNot(database, before.join("; "));
    if (why !== undefined) return why;
    const found = await database.rows(query).catch((error: unknown) => String(error));
    const first = typeof found === "string" ? found : found[0]?.[0];
    return first === wanted ? undefined : `${query} answers ${first ?? "nothing"}, not ${wanted}`;
  };

export const sqlserverProbes: Readonly<Record<ProbeName, Probe>> = {
  network: onThisMachine,
  "ending sessions": runs(
    "IF HAS_PERMS_BY_NAME(NULL, NULL, 'ALTER ANY CONNECTION') <> 1 THROW 50000, 'the login may not end sessions', 1",
  ),
  rights: runs(
    "CREATE TABLE denied (a int)",
    "GRANT CREATE TABLE TO public",
    "DENY DELETE ON denied TO public",
    "CREATE LOGIN rdi_kit_probe WITH PASSWORD = 'Kit-probe-1!'",
    "DROP LOGIN rdi_kit_probe",
  ),
  "settings of sessions": runs("ALTER DATABASE CURRENT SET ANSI_WARNINGS OFF"),
  schemas: runs("EXEC('CREATE SCHEMA probed')", "DROP SCHEMA probed"),
  "row locks": runs(
    "CREATE TABLE locked (a int PRIMARY KEY)",
    "SELECT a FROM locked WITH (UPDLOCK, ROWLOCK)",
    "DROP TABLE locked",
  ),
  "collations that ignore case": runs(
    "CREATE TABLE probed (a nvarchar(9) COLLATE Latin1_General_100_CI_AS)",
    "DROP TABLE probed",
  ),
  "changing columns": runs(
    "CREATE TABLE changing (a varchar(5) NOT NULL)",
    "ALTER TABLE changing ALTER COLUMN a varchar(9) NULL",
    "DROP TABLE changing",
  ),
  "keys of unbounded text": async () => "an index holds no nvarchar(max)",
  "numbers without bounds": runs("SELECT CONVERT(decimal(60,20), 1)"),
  "keys that end with a blank": runs(
    "CREATE TABLE blanks (a nvarchar(9) COLLATE Latin1_General_100_BIN2 PRIMARY KEY)",
    "INSERT INTO blanks VALUES (N'a'), (N'a ')",
  ),
  "nulls in unique columns": runs("CREATE TABLE nulls (a int UNIQUE)", "INSERT INTO nulls VALUES (NULL), (NULL)"),
  "names as they are written": answers("SELECT name FROM sys.columns WHERE object_id = OBJECT_ID(N'named')", "a]B", [
    "CREATE TABLE named ([a]]B] int)",
  ]),
  "codes of errors": async (_, database) => {
    const code = await codeOf(database.run("SELECT a FROM there_is_none"));
    return code === INVALID_OBJECT ? undefined : `a table that is missing is told as ${code}, not as ${INVALID_OBJECT}`;
  },
  "rows of many columns": runs(
    `SELECT c99 FROM OPENJSON(N'[]') WITH (${Array.from({ length: 100 }, (_, at) => `c${at} nvarchar(max)`).join(", ")})`,
  ),
  "texts with escapes": answers("SELECT a FROM OPENJSON(N'[[\"\\\"\\\\\"]]') WITH (a nvarchar(max) '$[0]')", '"\\'),
  "bytes as digits": answers("SELECT CONVERT(nvarchar(max), 0x00FF, 2)", "00FF"),
  "changing collations": runs(
    "CREATE TABLE collated (a nvarchar(9) NOT NULL)",
    "ALTER TABLE collated ALTER COLUMN a nvarchar(9) COLLATE Latin1_General_100_BIN2 NOT NULL",
  ),
  "conditions of indexes": answers(
    "SELECT filter_definition FROM sys.indexes WHERE object_id = OBJECT_ID(N'filtered') AND type > 0",
    "([b] IS NULL)",
    ["CREATE TABLE filtered (a int, b int)", "CREATE UNIQUE INDEX filtered_a ON filtered (a) WHERE b IS NULL"],
  ),
};

const INVALID_OBJECT = "208";

async function codeOf(work: Promise<void>): Promise<string> {
  return work.then(
    () => "nothing",
    (error: unknown) => String(error instanceof Error ? Reflect.get(error, "number") : error),
  );
}
