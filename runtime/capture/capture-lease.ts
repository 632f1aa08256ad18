import type { Redis } from "ioredis";
import { runScript } from "../apply/lua.ts";
import type { CaptureScripts } from "./capture-scripts.ts";

/**
 * The one process that captures. The lease only saves work: of two captures at once each would read everything, and only one of them may write it,
 * since each flush names the position that it goes on from (capture-scripts.ts).
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
  return (await runScript(client, hold, [key], [token, ms])) === 1;
}

export async function releaseLease(client: Redis, { key, token }: CaptureLease): Promise<void> {
  await client.eval(RELEASE, 1, key, token);
}
