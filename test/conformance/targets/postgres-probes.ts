import type { ProbeName } from "../probes.ts";
import type { Probe } from "../target.ts";
import { onThisMachine, runs, takesUnusualSettings, USUAL } from "./probe-kinds.ts";

export const postgresProbes: Readonly<Record<ProbeName, Probe>> = {
  network: onThisMachine,
  "ending sessions": runs("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = 0"),
  rights: runs("CREATE ROLE rdi_kit_probe", "DROP ROLE rdi_kit_probe"),
  "settings of sessions": takesUnusualSettings,
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
  ...USUAL,
};
