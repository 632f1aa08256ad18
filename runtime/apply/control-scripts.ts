import { controlScript, type LuaScript } from "./lua.ts";

/** The scripts that write control keys. One set a server version. */
export interface ControlScripts {
  /** KEYS lease; ARGV token, ms. 1 when the lease is ours now. */
  readonly takeLease: LuaScript;
  /** KEYS lease; ARGV token. */
  readonly releaseLease: LuaScript;
  /** KEYS dead, deadWhy; ARGV limit, `halt` or `drop_oldest`, now, then key, JSON, … Replies the keys dropped, or nil when full. */
  readonly putDeadLetters: LuaScript;
  /** KEYS parked, parkedWhy; ARGV due, key, JSON, … */
  readonly park: LuaScript;
  /** KEYS sweep; ARGV cause, `always` or `if-settled`. Raises `needed`; if settled, only when a sweep was finished since the last raise. */
  readonly needSweep: LuaScript;
  /** KEYS sweep; ARGV token. The sweep that begins now. */
  readonly beginSweep: LuaScript;
  /** KEYS sweep; ARGV token, the `needed` that was read before the sweep began. 1 when it counts. */
  readonly finishSweep: LuaScript;
  /** KEYS sweep. Accepts the removals of every sweep that is needed now. Replies the counter. */
  readonly acceptDeletes: LuaScript;
}

export function controlScripts(redisVersion: string): ControlScripts {
  const flags = Number.parseInt(redisVersion, 10) >= 7;
  const script = (text: string): LuaScript => controlScript(text.trim(), flags);
  return {
    takeLease: script(TAKE_LEASE),
    releaseLease: script(RELEASE_LEASE),
    putDeadLetters: script(PUT_DEAD_LETTERS),
    park: script(PARK),
    needSweep: script(NEED_SWEEP),
    beginSweep: script("return redis.call('HSET', KEYS[1], 'running', ARGV[1])"),
    finishSweep: script(FINISH_SWEEP),
    acceptDeletes: script(ACCEPT_DELETES),
  };
}

const TAKE_LEASE = `
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return owner and 2 or 1
`;

const RELEASE_LEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;

// The score is the time of a key's first dead letter and stays when the key fails again.
const PUT_DEAD_LETTERS = `
local dropped = {}
for i = 4, #ARGV, 2 do
  if not redis.call('ZSCORE', KEYS[1], ARGV[i]) then
    if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then
      if ARGV[2] == 'halt' then return false end
      local oldest = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
      redis.call('ZREM', KEYS[1], oldest)
      redis.call('HDEL', KEYS[2], oldest)
      dropped[#dropped + 1] = oldest
    end
    redis.call('ZADD', KEYS[1], ARGV[3], ARGV[i])
  end
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
end
return dropped
`;

const PARK = `
for i = 1, #ARGV, 3 do
  redis.call('ZADD', KEYS[1], ARGV[i], ARGV[i + 1])
  redis.call('HSET', KEYS[2], ARGV[i + 1], ARGV[i + 2])
end
return #ARGV / 3
`;

const NEED_SWEEP = `
local counters = redis.call('HMGET', KEYS[1], 'needed', 'done')
if ARGV[2] == 'if-settled' and tonumber(counters[1] or 1) > tonumber(counters[2] or 0) then return 0 end
redis.call('HSET', KEYS[1], 'cause', ARGV[1])
return redis.call('HINCRBY', KEYS[1], 'needed', 1)
`;

// A flush of the database in mid-sweep takes the token away with the stream entries, so such a sweep never counts. The mark is written with
// HSET alone: capture takes a command that removes something from it for a loss.
const FINISH_SWEEP = `
if redis.call('HGET', KEYS[1], 'running') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'running', '', 'done', ARGV[2])
return 1
`;

const ACCEPT_DELETES = `
local needed = redis.call('HGET', KEYS[1], 'needed') or '0'
redis.call('HSET', KEYS[1], 'accept', needed)
return needed
`;
