import type { Redis } from "ioredis";
import { controlScript, type LuaScript, luaScript } from "../apply/lua.ts";
import { infoFields } from "../redis-info.ts";
import { lacksRight } from "../redis-replies.ts";

/**
 * All but the first begin with KEYS position; ARGV shard, the position that this session believes to be saved: whoever finds another one there was
 * superseded and writes nothing. All but the last also work when Redis is at its memory limit: they need few bytes, and what waits for them frees
 * memory.
 */
export interface CaptureScripts {
  /** KEYS lease; ARGV token, ms. 1 when the lease is ours now. */
  readonly hold: LuaScript;
  /** … the sweep marks of the routes; … the new position, then for each route a cause or nothing. */
  readonly mark: LuaScript;
  /** … stream, sweep marks; … budget, bytes that are to be added. -1 when they would be too much: then the stream is emptied, and a sweep is needed; else the bytes that it holds. */
  readonly makeRoom: LuaScript;
  /**
   * … stream and sweep marks of each route that has entries; … the new position, its offset, then for each of these routes the bytes that are added,
   * how many entries, and of each its keys, their ages and their members, as they are packed. Replies the bytes that each of the streams holds, and an error instead of one that was not written.
   */
  readonly add: LuaScript;
}

export function captureScripts(redisVersion: string | undefined): CaptureScripts {
  const flags = Number.parseInt(redisVersion ?? "0", 10) >= 7;
  const script = (text: string): LuaScript => controlScript(text.trim(), flags);
  return {
    hold: script(HOLD),
    mark: script(FENCE + MARK),
    makeRoom: script(FENCE + MAKE_ROOM),
    add: luaScript((FENCE + ADD).trim()),
  };
}

/** Begins the error of a script that was refused because somebody else has moved the lane's position. */
export const SUPERSEDED = "SUPERSEDED";

/** Undefined when the user may not ask. */
export async function serverVersion(client: Redis): Promise<string | undefined> {
  const info = await client.info("server").catch((error: unknown) => {
    if (error instanceof Error && lacksRight(error.message)) return "";
    throw error;
  });
  return infoFields(info).get("redis_version");
}

// Takes the lease when it is free, or prolongs it. When it vanished (FLUSHALL) and nobody has it, it is taken again.
const HOLD = `
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if holder then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`;

// A position that is gone was lost with other keys of ours, which the stream tells of; nobody else has written it.
const FENCE = `
local saved = redis.call('HGET', KEYS[1], ARGV[1])
if saved and saved ~= ARGV[2] then return redis.error_reply('${SUPERSEDED} another process has moved the position') end
`;

const MARK = `
for i = 2, #KEYS do
  local cause = ARGV[i + 2]
  if cause ~= '' then
    redis.call('HINCRBY', KEYS[i], 'needed', 1)
    redis.call('HSET', KEYS[i], 'cause', cause)
    if cause == 'overflow' then redis.call('HINCRBY', KEYS[i], 'overflows', 1) end
  end
end
return redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
`;

// XTRIM and not DEL, after which ids might begin anew. A counter that was lost is measured.
const MAKE_ROOM = `
local budget = tonumber(ARGV[3])
local bytes = tonumber(redis.call('HGET', KEYS[3], 'bytes') or false)
if not bytes then
  bytes = 0
  if redis.call('XLEN', KEYS[2]) > 0 then
    local used = redis.pcall('MEMORY', 'USAGE', KEYS[2])
    bytes = type(used) == 'number' and used or budget
    redis.call('HSET', KEYS[3], 'bytes', bytes)
  end
end
if bytes + tonumber(ARGV[4]) <= budget then return bytes end
redis.call('XTRIM', KEYS[2], 'MAXLEN', 0)
redis.call('HSET', KEYS[3], 'bytes', 0, 'cause', 'overflow')
redis.call('HINCRBY', KEYS[3], 'needed', 1)
redis.call('HINCRBY', KEYS[3], 'overflows', 1)
return -1
`;

// A key of another kind does not hold up the rest, as in MULTI. At the memory limit all is refused: the first command is.
const ADD = `
local function isOfAnotherKind(reply) return string.find(reply.err, 'WRONGTYPE', 1, true) end
local function add(fields, name, value)
  if value ~= '' then fields[#fields + 1], fields[#fields + 2] = name, value end
end
local held = {}
local at = 5
for i = 2, #KEYS, 2 do
  local wrong = false
  local last = at + 1 + 4 * ARGV[at + 1]
  for entry = at + 2, last, 4 do
    local fields = { 'k', ARGV[entry], 'o', ARGV[4] }
    add(fields, 'c', ARGV[entry + 1])
    add(fields, 'h', ARGV[entry + 2])
    add(fields, 'm', ARGV[entry + 3])
    local id = redis.pcall('XADD', KEYS[i], '*', unpack(fields))
    if type(id) == 'table' then
      if not isOfAnotherKind(id) then return id end
      wrong = id
    end
  end
  local bytes = redis.pcall('HINCRBY', KEYS[i + 1], 'bytes', ARGV[at])
  if type(bytes) == 'table' and not isOfAnotherKind(bytes) then return bytes end
  held[#held + 1] = wrong or bytes
  at = last + 1
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return held
`;
