import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { whileLocked } from "./waiting.ts";

/** What the work of a transaction returns when nothing of it is to stay. */
export const ROLL_BACK = Symbol("roll back");

/**
 * One transaction with the write lock from its beginning, so that no later statement of it waits for one. A failed statement leaves the transaction
 * open, and so does a failed COMMIT: both are rolled back. Rejects with `SinkError`.
 */
export async function inTransaction<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  connection.requireFile();
  await whileLocked("BEGIN", () => connection.execute("BEGIN IMMEDIATE"));
  try {
    const result = await work();
    if (result === ROLL_BACK) connection.execute("ROLLBACK");
    // Without a WAL, readers of other processes can keep it waiting.
    else await whileLocked("COMMIT", () => connection.execute("COMMIT"));
    return result;
  } catch (thrown) {
    rollBack(connection);
    throw sinkError(thrown, "");
  }
}

/** SQLite has done so by itself after some errors. */
function rollBack(connection: Connection): void {
  try {
    if (connection.inTransaction()) connection.execute("ROLLBACK");
  } catch {
    connection.close();
  }
}
