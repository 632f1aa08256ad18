import { statSync } from "node:fs";
import type { Database, Statement } from "libsql";
import { SinkError } from "../sink.ts";
import { loadDriver } from "./driver.ts";
import { createForgetting } from "./statistics.ts";

/** Integers are bigint. */
export type Row = readonly (string | number | bigint | Buffer | null)[];

/** Never a boolean, by which the driver ends the process. */
export type Parameter = string | number | bigint | null;

/** Everything is done when a method returns. Throws the driver's errors. */
export interface Connection {
  all(text: string, values?: readonly Parameter[]): readonly Row[];
  /** Of a statement that returns no rows: how many it has changed. */
  run(text: string, values?: readonly Parameter[]): number;
  /** Statements without parameters and rows, which are not kept. */
  execute(text: string): void;
  inTransaction(): boolean;
  /** Before statements that look rows up, and outside of a transaction: see statistics.ts. */
  forgetStatistics(): void;
  /** Throws once the file is another one than was opened: what is written would be lost. */
  requireFile(): void;
  /** Rolls back what is open. */
  close(): void;
}

/**
 * - Whoever waits for a lock of SQLite stands still with all the process, so nobody waits there: see waiting.ts.
 * - A stream entry is removed once its rows are committed, so these must survive a crash of the machine.
 * - Foreign keys count only where a connection says so.
 */
const SETTINGS = [
  "busy_timeout = 0",
  "synchronous = FULL",
  "foreign_keys = ON",
  "ignore_check_constraints = OFF",
  "temp_store = MEMORY",
];

/** Never makes a file: an empty one has none of the tables. */
export async function connect(file: string): Promise<Connection> {
  const identity = identityOf(file);
  const Driver = await loadDriver();
  const database = new Driver(file);
  database.defaultSafeIntegers(true);
  const connection = connectionOf(database, () => requireSame(file, identity));
  try {
    for (const setting of SETTINGS) connection.execute(`PRAGMA ${setting}`);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function identityOf(file: string): string {
  try {
    const found = statSync(file, { bigint: true });
    if (found.isFile()) return `${found.dev}:${found.ino}`;
  } catch (cause) {
    throw unusable("there is no such file", cause);
  }
  throw unusable("it is no file");
}

/** SQLite would go on writing to a file that was removed or replaced. */
function requireSame(file: string, identity: string): void {
  if (identityOf(file) !== identity) throw unusable("the file was replaced by another one");
}

function unusable(message: string, cause?: unknown): SinkError {
  return new SinkError("connection", "SQLITE_CANTOPEN", message, { statement: "connect" }, cause);
}

function connectionOf(database: Database, requireFile: () => void): Connection {
  const readers = new Map<string, Statement<unknown[]>>();
  const writers = new Map<string, Statement<unknown[]>>();
  let open = true;
  const kept = (all: typeof readers, text: string): Statement<unknown[]> => {
    const found = all.get(text) ?? database.prepare(text);
    all.set(text, found);
    return found;
  };
  return {
    all: (text, values = []) =>
      kept(readers, text)
        .raw()
        .all([...values])
        .filter(isRow),
    run: (text, values = []) => kept(writers, text).run([...values]).changes,
    execute: (text) => void database.exec(text),
    inTransaction: () => database.inTransaction,
    requireFile,
    forgetStatistics: createForgetting(database),
    close() {
      if (!open) return;
      open = false;
      database.close();
    },
  };
}

function isRow(row: unknown): row is Row {
  return Array.isArray(row);
}
