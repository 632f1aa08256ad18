import type { Redis } from "ioredis";

/**
 * The one process that captures. The lease only saves work: two captures at once would name keys twice, and a late one moves a
 * position back at most, both of which are harmless.
 */
export interface CaptureLease {
  readonly key: string;
  /** Random, the same for all sessions of a process. */
  readonly token: string;
  readonly ms: number;
}

/** Takes the lease when it is free, or prolongs it. When it vanished (FLUSHALL) and nobody has it, it is taken again. */
const HOLD = `
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if holder then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/** True when this process now holds the lease. */
export async function holdLease(client: Redis, { key, token, ms }: CaptureLease): Promise<boolean> {
  return (await client.eval(HOLD, 1, key, token, ms)) === 1;
}

export async function releaseLease(client: Redis, { key, token }: CaptureLease): Promise<void> {
  await client.eval(RELEASE, 1, key, token);
}
