import type { Database } from "libsql";
import { sinkError } from "./error-classes.ts";

/**
 * SQLite's planner believes what ANALYZE said when a table was small: it then reads all of the table for each row of a batch, however large it has become. So
 * a connection forgets what was said, and looks rows up by their indexes: the statistics are replaced, the planner reads them, and a rollback
 * brings the others back. They are read again whenever the schema has changed.
 */
export function createForgetting(database: Database): () => void {
  const version = database.prepare("PRAGMA schema_version").raw();
  const analyzed = database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'").raw();
  let forgotten: string | undefined;
  return () => {
    const now = JSON.stringify(version.all().map(String));
    if (now === forgotten) return;
    if (String(analyzed.all()) !== "0" && !forget(database)) return;
    forgotten = now;
  };
}

/** Every table has a million rows, and nothing is known of its indexes. A table of which nothing is said would stay as small as it was. */
const LARGE = `DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) SELECT name, NULL, '1000000' FROM sqlite_schema WHERE type = 'table';
ANALYZE sqlite_schema`;

/** False while another process writes: the next time will do. */
function forget(database: Database): boolean {
  try {
    database.exec("BEGIN IMMEDIATE");
  } catch (thrown) {
    if (sinkError(thrown, "BEGIN").class === "connection") return false;
    throw thrown;
  }
  try {
    database.exec(LARGE);
  } finally {
    database.exec("ROLLBACK");
  }
  return true;
}
