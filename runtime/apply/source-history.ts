import type { Redis } from "ioredis";
import { parseHistory, type ServerHistory } from "../capture/server-history.ts";
import type { Checkpoint } from "../sinks/sink.ts";

/** The server that is read from belongs to the past: another one took its place, and what it still holds must not be written. */
export class HistoryReplaced extends Error {
  override readonly name = "HistoryReplaced";
  readonly code = "RDI5048";

  constructor(replid: string) {
    super(
      `this Redis was replaced by another one (its history ${replid.slice(0, 8)} is over), so nothing is read from it`,
    );
  }
}

/** Rejects when the server is no primary, since what it holds may be older than what was read before. */
export async function readHistory(redis: Redis): Promise<ServerHistory> {
  const history = parseHistory(await redis.info("replication"));
  if (history === undefined) throw new Error("INFO replication of this Redis names no history");
  if (history.role !== "master") throw new Error("this Redis is a replica, which takes no writes and may be behind");
  return history;
}

/** Asks for the id of the server's present history at most so often, for all lanes together. */
export function createHistoryWatch(redis: Redis, every: number): () => Promise<string> {
  let asked = -Infinity;
  let answer: Promise<string> | undefined;
  return () => {
    if (answer === undefined || performance.now() - asked > every) {
      asked = performance.now();
      answer = readHistory(redis).then(({ replid }) => replid);
    }
    return answer;
  };
}

/**
 * - `same`: nothing happened.
 * - `continued`: another history, which begins with all that was read: a failover that lost none of it.
 * - `diverged`: another history, which may lack writes that were read and written to the target.
 */
export type HistoryStep = "same" | "continued" | "diverged";

/** From the reads of the last commit to the server's present history. */
export function stepBetween(readAt: NonNullable<Checkpoint["readAt"]>, history: ServerHistory): HistoryStep {
  if (readAt.replid === history.replid) return "same";
  // A server without a backlog counts nothing and says 0.
  const isPrefix =
    readAt.offset > 0n && readAt.replid === history.previousReplid && readAt.offset < BigInt(history.previousEnd);
  return isPrefix ? "continued" : "diverged";
}
