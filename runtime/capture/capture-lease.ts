import type { Redis } from "ioredis";
import type { CaptureScripts } from "./capture-scripts.ts";

/**
 * The one process that captures. The lease only saves work: two captures at once would name keys twice, and a late one moves a
 * position back at most. Both are harmless but for `append`, which takes each name for a change (docs/guarantees.md).
 */
export interface CaptureLease {
  readonly key: string;
  /** Random, the same for all sessions of a process. */
  readonly token: string;
  readonly ms: number;
}

const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/** True when this process now holds the lease. */
export async function holdLease(
  client: Redis,
  { hold }: CaptureScripts,
  { key, token, ms }: CaptureLease,
): Promise<boolean> {
  return (await client.eval(hold, 1, key, token, ms)) === 1;
}

export async function releaseLease(client: Redis, { key, token }: CaptureLease): Promise<void> {
  await client.eval(RELEASE, 1, key, token);
}
