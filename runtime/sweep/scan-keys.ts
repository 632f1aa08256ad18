import type { Redis } from "ioredis";
import { keyArgument } from "../apply/lua.ts";
import { CONTROL_PREFIX } from "../control/keys.ts";
import type { KeyPattern } from "../job.ts";

const PAGE = 1000;

/** A cursor is valid only for the server that issued it, which its run_id tells. */
export interface ScanPlace {
  readonly cursor: string;
  readonly server: string;
}

/**
 * All keys that match the pattern, but for our own, from that place on, page by page, some of them twice, pages without one included. When another server answers than the one
 * that issued the cursor, the scan starts from the beginning.
 */
export async function* scanKeys(
  redis: Redis,
  pattern: KeyPattern,
  { signal, after }: { readonly signal: AbortSignal; readonly after?: ScanPlace | undefined },
): AsyncGenerator<ScannedPage> {
  let cursor = after?.cursor ?? "0";
  let server = after?.server;
  do {
    signal.throwIfAborted();
    const page = await readPage(redis, pattern, cursor);
    if (server !== undefined && page.server !== server) {
      cursor = "0";
      server = undefined;
      continue;
    }
    server = page.server;
    cursor = page.cursor;
    yield { keys: page.keys, share: cursor === "0" ? 1 : shareOf(BigInt(cursor)), place: { cursor, server } };
  } while (cursor !== "0" || server === undefined);
}

export interface ScannedPage {
  readonly keys: readonly string[];
  /** How much of the key space was looked through, from 0 to 1. */
  readonly share: number;
  readonly place: ScanPlace;
}

/**
 * A cursor counts from its highest bit down (redis/src/dict.c), so that its bits, read as the digits behind the point in the reverse order, say how far the scan
 * has come, whatever the size of the table.
 */
function shareOf(cursor: bigint): number {
  let share = 0;
  let weight = 0.5;
  for (let bits = cursor; bits > 0n; bits >>= 1n) {
    if ((bits & 1n) === 1n) share += weight;
    weight /= 2;
  }
  return share;
}

interface Page {
  readonly cursor: string;
  readonly keys: readonly string[];
  readonly server: string;
}

/** The server's run_id is asked for behind the page, on the same connection. */
async function readPage(redis: Redis, pattern: KeyPattern, cursor: string): Promise<Page> {
  const [scanned, info] = await Promise.all([
    redis.callBuffer("SCAN", [cursor, "MATCH", keyArgument(pattern.glob), "COUNT", PAGE]),
    redis.info("server"),
  ]);
  const [next, found] = scanned as readonly [Buffer, readonly Buffer[]];
  const keys = found
    .map((key) => key.toString("latin1"))
    .filter((key) => pattern.regex.test(key) && !key.startsWith(CONTROL_PREFIX));
  return { cursor: next.toString(), keys, server: /run_id:(\w+)/.exec(info)?.[1] ?? "" };
}
