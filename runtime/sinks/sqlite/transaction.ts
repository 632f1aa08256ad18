import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { whileLocked } from "./waiting.ts";

export interface Work<Result> {
  readonly result: Result;
  /** Whether anything of it is to stay. */
  readonly stays: boolean;
}

/**
 * One transaction with the write lock from its beginning, so that no later statement of it waits for one. A failed statement leaves the transaction
 * open, and so does a failed COMMIT: both are rolled back. `until` is when to give up on the lock. Rejects with `SinkError`.
 */
export async function inTransaction<Result>(
  connection: Connection,
  work: () => Work<Result> | Promise<Work<Result>>,
  until: number,
): Promise<Result> {
  connection.requireFile();
  const begin = (): void => {
    connection.forgetStatistics();
    connection.execute("BEGIN IMMEDIATE");
  };
  await whileLocked("BEGIN", begin, until);
  try {
    const { result, stays } = await work();
    // Without a write-ahead log, readers of other processes can keep a COMMIT waiting.
    if (stays) await whileLocked("COMMIT", () => connection.execute("COMMIT"));
    else connection.execute("ROLLBACK");
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
