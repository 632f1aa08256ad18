import type { ProbeName } from "../probes.ts";
import type { ConformanceDatabase, Probe } from "../target.ts";

/** What a statement says: undefined when it runs. */
const runs =
  (...statements: readonly string[]): Probe =>
  async (_, database) =>
    whyNot(database, statements.join("; "));

/** What every server of this kind has; the behaviours show it. */
const has: Probe = async () => undefined;

export function mysqlFamilyProbes(byteCollation: string): Readonly<Record<ProbeName, Probe>> {
  return {
    network: async ({ port }) => (port === undefined ? "the server is not on this machine" : undefined),
    "ending sessions": runs("SELECT ID FROM information_schema.PROCESSLIST"),
    rights: runs("CREATE USER rdi_kit_probe", "DROP USER rdi_kit_probe"),
    "settings of sessions": async (_, database) =>
      database.alter.unusualSettings().then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      ),
    schemas: runs("CREATE DATABASE rdi_kit_probed", "DROP DATABASE rdi_kit_probed"),
    "row locks": runs(
      "CREATE TABLE locked (a int) ENGINE=InnoDB",
      "SELECT a FROM locked FOR UPDATE",
      "DROP TABLE locked",
    ),
    "collations that ignore case": runs(
      "CREATE TABLE probed (a varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci)",
      "DROP TABLE probed",
    ),
    "changing columns": runs(
      "CREATE TABLE changing (a int NOT NULL)",
      "ALTER TABLE changing MODIFY a bigint NULL",
      "DROP TABLE changing",
    ),
    "keys of unbounded text": async () => "an index of a text has a length",
    "numbers without bounds": async () => "a DECIMAL has 65 digits at most",
    "keys that end with a blank": runs(
      `CREATE TABLE blanks (a varchar(20) CHARACTER SET utf8mb4 COLLATE ${byteCollation} PRIMARY KEY)`,
      "INSERT INTO blanks VALUES ('a'), ('a ')",
      "DROP TABLE blanks",
    ),
    "nulls in unique columns": runs(
      "CREATE TABLE nulls (a int UNIQUE)",
      "INSERT INTO nulls VALUES (NULL), (NULL)",
      "DROP TABLE nulls",
    ),
    "names as they are written": has,
    "codes of errors": has,
    "rows of many columns": has,
    "texts with escapes": has,
    "bytes as digits": has,
    "changing collations": has,
    "conditions of indexes": has,
  };
}

async function whyNot(database: ConformanceDatabase, script: string): Promise<string | undefined> {
  return database.run(script).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
