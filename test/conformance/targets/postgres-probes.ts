import type { ProbeName } from "../probes.ts";
import type { ConformanceDatabase, Probe } from "../target.ts";

/** What a statement says: undefined when it runs. */
const runs =
  (...statements: readonly string[]): Probe =>
  async (_, database) =>
    whyNot(database, statements.join("; "));

/** What every server of this kind has; the behaviours show it. */
const has: Probe = async () => undefined;

export const postgresProbes: Readonly<Record<ProbeName, Probe>> = {
  network: async ({ port }) => (port === undefined ? "the server is not on this machine" : undefined),
  "ending sessions": runs("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = 0"),
  rights: runs("CREATE ROLE rdi_kit_probe", "DROP ROLE rdi_kit_probe"),
  "settings of sessions": async (_, database) =>
    database.alter.unusualSettings().then(
      () => undefined,
      (error: unknown) => String(error),
    ),
  schemas: runs("CREATE SCHEMA probed", "DROP SCHEMA probed"),
  "row locks": runs("CREATE TABLE locked (a int)", "SELECT a FROM locked FOR UPDATE", "DROP TABLE locked"),
  "collations that ignore case": runs(
    "CREATE COLLATION probed (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
  ),
  "changing columns": runs(
    "CREATE TABLE changing (a varchar(5) NOT NULL)",
    "ALTER TABLE changing ALTER COLUMN a TYPE varchar(9), ALTER COLUMN a DROP NOT NULL",
  ),
  "keys of unbounded text": runs("CREATE TABLE keyed (a text PRIMARY KEY)"),
  "numbers without bounds": runs("SELECT 1e100::numeric + 1e-100::numeric"),
  "keys that end with a blank": runs(
    "CREATE TABLE blanks (a text PRIMARY KEY)",
    "INSERT INTO blanks VALUES ('a'), ('a ')",
    "DROP TABLE blanks",
  ),
  "nulls in unique columns": runs("CREATE TABLE nulls (a int UNIQUE)", "INSERT INTO nulls VALUES (NULL), (NULL)"),
  "names as they are written": has,
  "codes of errors": has,
  "rows of many columns": has,
  "texts with escapes": has,
  "bytes as digits": has,
  "changing collations": has,
  "conditions of indexes": has,
};

async function whyNot(database: ConformanceDatabase, script: string): Promise<string | undefined> {
  return database.run(script).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
