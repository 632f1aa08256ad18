import type { ProbeName } from "../probes.ts";
import type { ConformanceDatabase, Probe } from "../target.ts";

/** What a statement says: undefined when it runs. */
const runs =
  (...statements: readonly string[]): Probe =>
  async (_, database) =>
    whyNot(database, statements.join("; "));

export const sqlserverProbes: Readonly<Record<ProbeName, Probe>> = {
  network: async ({ port }) => (port === undefined ? "the server is not on this machine" : undefined),
  "ending sessions": runs(
    "IF HAS_PERMS_BY_NAME(NULL, NULL, 'ALTER ANY CONNECTION') <> 1 THROW 50000, 'the login may not end sessions', 1",
  ),
  rights: runs("CREATE LOGIN rdi_kit_probe WITH PASSWORD = 'Kit-probe-1!'", "DROP LOGIN rdi_kit_probe"),
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
  "keys of unbounded text": runs("CREATE TABLE keyed (a nvarchar(max) PRIMARY KEY)"),
  "numbers without bounds": runs("SELECT CONVERT(decimal(60,20), 1)"),
  "keys that end with a blank": runs(
    "CREATE TABLE blanks (a nvarchar(9) COLLATE Latin1_General_100_BIN2 PRIMARY KEY)",
    "INSERT INTO blanks VALUES (N'a'), (N'a ')",
  ),
  "nulls in unique columns": runs("CREATE TABLE nulls (a int UNIQUE)", "INSERT INTO nulls VALUES (NULL), (NULL)"),
};

async function whyNot(database: ConformanceDatabase, script: string): Promise<string | undefined> {
  return database.run(script).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
