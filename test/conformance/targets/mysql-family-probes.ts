import type { ProbeName } from "../probes.ts";
import type { Probe } from "../target.ts";
import { onThisMachine, runs, takesUnusualSettings, USUAL } from "./probe-kinds.ts";

export function mysqlFamilyProbes(byteCollation: string): Readonly<Record<ProbeName, Probe>> {
  return {
    network: onThisMachine,
    "ending sessions": runs("SELECT ID FROM information_schema.PROCESSLIST"),
    rights: runs("CREATE USER rdi_kit_probe", "DROP USER rdi_kit_probe"),
    "settings of sessions": takesUnusualSettings,
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
    ...USUAL,
  };
}
