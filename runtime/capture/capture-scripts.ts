import type { Redis } from "ioredis";
import { controlScript } from "../apply/lua.ts";
import { parseInfo } from "./server-history.ts";

/** Scripts that also work when Redis is at its memory limit: they need few bytes, and what waits for them frees memory. As texts, for EVAL. */
export interface CaptureScripts {
  /** KEYS lease; ARGV token, ms. 1 when the lease is ours now. */
  readonly hold: string;
  /** KEYS position, then the sweep marks of the routes; ARGV shard, position, then for each route a cause or nothing. */
  readonly mark: string;
  /** KEYS stream, sweep marks; ARGV budget, bytes that are to be added. -1 when they would be too much: then the stream is emptied, and a sweep is needed; else the bytes that it holds. */
  readonly makeRoom: string;
}

export function captureScripts(redisVersion: string | undefined): CaptureScripts {
  const flags = Number.parseInt(redisVersion ?? "0", 10) >= 7;
  const script = (text: string): string => controlScript(text.trim(), flags).text;
  return { hold: script(HOLD), mark: script(MARK), makeRoom: script(MAKE_ROOM) };
}

/** Undefined when the user may not ask. */
export async function serverVersion(client: Redis): Promise<string | undefined> {
  const info = await client.info("server").catch((error: unknown) => {
    if (error instanceof Error && error.message.startsWith("NOPERM")) return "";
    throw error;
  });
  return parseInfo(info).get("redis_version");
}

// Takes the lease when it is free, or prolongs it. When it vanished (FLUSHALL) and nobody has it, it is taken again.
const HOLD = `
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if holder then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`;

const MARK = `
for i = 2, #KEYS do
  local cause = ARGV[i + 1]
  if cause ~= '' then
    redis.call('HINCRBY', KEYS[i], 'needed', 1)
    redis.call('HSET', KEYS[i], 'cause', cause)
    if cause == 'overflow' then redis.call('HINCRBY', KEYS[i], 'overflows', 1) end
  end
end
return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
`;

// XTRIM and not DEL, after which ids might begin anew. A counter that was lost is measured.
const MAKE_ROOM = `
local budget = tonumber(ARGV[1])
local bytes = tonumber(redis.call('HGET', KEYS[2], 'bytes') or false)
if not bytes then
  bytes = 0
  if redis.call('XLEN', KEYS[1]) > 0 then
    local used = redis.pcall('MEMORY', 'USAGE', KEYS[1])
    bytes = type(used) == 'number' and used or budget
    redis.call('HSET', KEYS[2], 'bytes', bytes)
  end
end
if bytes + tonumber(ARGV[2]) <= budget then return bytes end
redis.call('XTRIM', KEYS[1], 'MAXLEN', 0)
redis.call('HSET', KEYS[2], 'bytes', 0, 'cause', 'overflow')
redis.call('HINCRBY', KEYS[2], 'needed', 1)
redis.call('HINCRBY', KEYS[2], 'overflows', 1)
return -1
`;
