import { EXIT, StartupError } from "../../errors.ts";
import { isMariaDb } from "./catalog.ts";
import type { Connection } from "./connection.ts";

/** JSON_TABLE is there since these. */
const OLDEST = { MariaDB: [10, 6], MySQL: [8, 0] } as const;

/** `reads` is for who writes nothing: a replica will do. */
export async function checkServer(connection: Connection, name: string, only?: "reads"): Promise<void> {
  const { version } = connection;
  const product = isMariaDb(connection) ? "MariaDB" : "MySQL";
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)\.\d+(?=-MariaDB)|^(\d+)\.(\d+)/i.exec(version) ?? [])
    .slice(1)
    .filter((part) => part !== undefined)
    .map(Number);
  const [oldest, least] = OLDEST[product];
  if (major < oldest || (major === oldest && minor < least))
    throw refused(
      `Target ${name} is older than ${product} ${oldest}.${least}.`,
      `Upgrade it; ${oldest}.${least} is the oldest version that works.`,
    );
  if (only === "reads") return;
  const { rows } = await connection.command(
    "SELECT @@global.read_only, @@global.log_bin, @@session.binlog_format, DATABASE()",
  );
  const [readOnly, logs, format, database] = rows[0] ?? [];
  if (readOnly === "1")
    throw refused(`Target ${name} is read-only, as a replica is.`, "Point the target's URL at the primary server.");
  if (logs === "1" && format === "STATEMENT")
    throw refused(
      `Target ${name} has binlog_format = STATEMENT, which allows no writes at READ COMMITTED.`,
      "Set binlog_format = ROW or MIXED on the server.",
    );
  if (database === null || database === undefined)
    throw refused(`The url of target ${name} names no database.`, "Write it as mysql://user@host:3306/database.");
}

function refused(message: string, fix: string): StartupError {
  return new StartupError("RDI5005", EXIT.target, message, fix);
}

/** The one in which only equal bytes are equal, as this server calls it. */
export function byteCollation(connection: Connection): string {
  return isMariaDb(connection) ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
}
