import { createHash } from "node:crypto";
import type { Redis } from "ioredis";

export interface LuaScript {
  readonly text: string;
  readonly sha: string;
}

export interface ScriptRunner {
  readonly redis: Redis;
  /** EVAL_RO and EVALSHA_RO, since Redis 7.0. */
  readonly hasReadOnlyScripts: boolean;
}

export type Argument = string | Buffer | number;

export function luaScript(text: string): LuaScript {
  return { text, sha: createHash("sha1").update(text).digest("hex") };
}

/**
 * A script that may write when Redis is at its memory limit: leases, marks, dead letters and parked keys need few bytes and let the
 * lanes go on, which is what frees memory. Servers below 7.0 do not know the flag and refuse such a script at the limit.
 */
export function controlScript(text: string, flags: boolean): LuaScript {
  return luaScript(flags ? `#!lua flags=allow-oom\n${text}` : text);
}

/** Runs a script by its digest, and sends its text when the server does not have it (a restart, SCRIPT FLUSH). Strings in the reply are bytes. */
export function runScript(
  redis: Redis,
  script: LuaScript,
  keys: readonly Argument[],
  args: readonly Argument[],
): Promise<unknown> {
  return run(redis, ["EVALSHA", "EVAL"], script, [keys.length, ...keys, ...args]);
}

/** The same for a script that writes nothing: from 7.0 on the user then needs no right to write the keys. */
export function runReadScript(
  { redis, hasReadOnlyScripts }: ScriptRunner,
  script: LuaScript,
  keys: readonly Argument[],
  args: readonly Argument[],
): Promise<unknown> {
  const commands = hasReadOnlyScripts ? (["EVALSHA_RO", "EVAL_RO"] as const) : (["EVALSHA", "EVAL"] as const);
  return run(redis, commands, script, [keys.length, ...keys, ...args]);
}

async function run(
  redis: Redis,
  [byDigest, byText]: readonly [string, string],
  script: LuaScript,
  operands: readonly Argument[],
): Promise<unknown> {
  try {
    return await redis.callBuffer(byDigest, [script.sha, ...operands]);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
    return redis.callBuffer(byText, [script.text, ...operands]);
  }
}

/** A key, held as bytes in a latin1 string, as an argument. ASCII stays a string, which the client writes faster. */
export function keyArgument(key: string): string | Buffer {
  return /^[\x00-\x7f]*$/.test(key) ? key : Buffer.from(key, "latin1");
}
