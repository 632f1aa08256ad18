import type { ProbeName } from "../probes.ts";
import type { Probe } from "../target.ts";
import { runs, USUAL } from "./probe-kinds.ts";

/** What no file has. */
const never =
  (why: string): Probe =>
  async () =>
    why;

export const sqliteProbes: Readonly<Record<ProbeName, Probe>> = {
  network: never("it is a file"),
  "ending sessions": never("nobody can end what another process does"),
  rights: never("a file has no users"),
  "settings of sessions": never("each connection sets its own"),
  schemas: runs("CREATE TABLE probed.probed (a)"),
  "row locks": never("one transaction writes at a time"),
  "collations that ignore case": runs("CREATE TABLE probed (a TEXT COLLATE NOCASE); DROP TABLE probed"),
  "changing columns": runs(
    "CREATE TABLE changing (a VARCHAR(5) NOT NULL); ALTER TABLE changing ALTER COLUMN a DROP NOT NULL",
  ),
  "keys of unbounded text": runs("CREATE TABLE keyed (a TEXT PRIMARY KEY); DROP TABLE keyed"),
  "numbers without bounds": async () => undefined,
  "keys that end with a blank": runs(
    "CREATE TABLE blanks (a TEXT PRIMARY KEY); INSERT INTO blanks VALUES ('a'), ('a '); DROP TABLE blanks",
  ),
  "nulls in unique columns": runs(
    "CREATE TABLE probed (a INT UNIQUE); INSERT INTO probed VALUES (NULL), (NULL); DROP TABLE probed",
  ),
  ...USUAL,
};
