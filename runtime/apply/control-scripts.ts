import { controlScript, type LuaScript } from "./lua.ts";

/** The scripts that write control keys. One set a server version. */
export interface ControlScripts {
  /** KEYS key; ARGV value. Nil when it has one already. */
  readonly setFirst: LuaScript;
  /** KEYS lease; ARGV token, ms. 1 when the lease is ours now. */
  readonly takeLease: LuaScript;
  /** KEYS lease; ARGV token. */
  readonly releaseLease: LuaScript;
  /** KEYS owner, committed; ARGV epoch, seq. From now on the scripts that name an owner serve this one alone. */
  readonly own: LuaScript;
  /** KEYS committed; ARGV seq. How far the target has come. */
  readonly noteCommit: LuaScript;
  /** KEYS owner, dead, deadWhy; ARGV epoch, limit, `halt` or `drop_oldest`, now, then key, JSON, … Replies the keys dropped, or nil when full. */
  readonly putDeadLetters: LuaScript;
  /** KEYS owner, parked, parkedWhy; ARGV epoch, then due, key, JSON, … */
  readonly park: LuaScript;
  /** KEYS owner, sorted set, hash; ARGV epoch, then keys that leave both. */
  readonly clear: LuaScript;
  /** KEYS stream, sweep; ARGV the bytes that they count for, then ids. */
  readonly removeEntries: LuaScript;
  /** KEYS owner, begun; ARGV epoch, head. Replies how often that head was begun, and then the keys that were tried when something ended whoever tried them. */
  readonly beginHead: LuaScript;
  /** KEYS owner, begun; ARGV epoch, keys that are tried together now; those before passed. */
  readonly tryKeys: LuaScript;
  /** KEYS owner, begun; ARGV epoch, key that is tried by itself now, how often that may end badly; those before passed. Replies how often it did. */
  readonly suspectKey: LuaScript;
  /** KEYS owner, begun; ARGV epoch, then keys that may be tried again. */
  readonly releaseKeys: LuaScript;
  /** KEYS owner, begun; ARGV epoch, `tries` or `alone`: what was begun last does not count. */
  readonly excuseHead: LuaScript;
  /** KEYS owner, begun; ARGV epoch. */
  readonly forgetHead: LuaScript;
  /**
   * KEYS sweep; ARGV cause, `always`, `if-settled` or `unless-pending`. Raises `needed`; if settled, only when a sweep was finished since the last raise;
   * unless pending, not when one is to begin anyway.
   */
  readonly needSweep: LuaScript;
  /** KEYS sweep. Raises `needed` because somebody wants it. Replies the counter, nil where the route was never loaded. */
  readonly askSweep: LuaScript;
  /** KEYS sweep; ARGV token, the `needed` that was read. 1 when the sweep begins now; 0 when the counter is another one by now. */
  readonly beginSweep: LuaScript;
  /** KEYS sweep; ARGV token, the `needed` that was read before the sweep began. 1 when it counts. */
  readonly finishSweep: LuaScript;
  /** KEYS sweep; ARGV token, JSON: how far that sweep has come. */
  readonly keepPass: LuaScript;
  /** KEYS sweep; ARGV a `needed` up to which gaps are recorded in the target now. */
  readonly tellGap: LuaScript;
  /** KEYS sweep. Accepts the removals of every sweep that is needed now. Replies the counter. */
  readonly acceptDeletes: LuaScript;
}

export function controlScripts(redisVersion: string): ControlScripts {
  const flags = Number.parseInt(redisVersion, 10) >= 7;
  const script = (text: string): LuaScript => controlScript(text.trim(), flags);
  return {
    setFirst: script("return redis.call('SET', KEYS[1], ARGV[1], 'NX')"),
    takeLease: script(TAKE_LEASE),
    releaseLease: script(RELEASE_LEASE),
    own: script("return redis.call('MSET', KEYS[1], ARGV[1], KEYS[2], ARGV[2])"),
    noteCommit: script("return redis.call('SET', KEYS[1], ARGV[1])"),
    putDeadLetters: script(OWNED + PUT_DEAD_LETTERS),
    park: script(OWNED + PARK),
    clear: script(OWNED + CLEAR),
    removeEntries: script(REMOVE_ENTRIES),
    beginHead: script(OWNED + BEGIN_HEAD),
    tryKeys: script(OWNED + TRY_KEYS),
    suspectKey: script(OWNED + SUSPECT_KEY),
    releaseKeys: script(OWNED + RELEASE_KEYS),
    excuseHead: script(OWNED + EXCUSE_HEAD),
    forgetHead: script(`${OWNED}return redis.call('DEL', KEYS[2])`),
    needSweep: script(NEED_SWEEP),
    askSweep: script(ASK_SWEEP),
    beginSweep: script(BEGIN_SWEEP),
    finishSweep: script(FINISH_SWEEP),
    keepPass: script(KEEP_PASS),
    tellGap: script(TELL_GAP),
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

// Late words of an owner that was replaced meanwhile must not bring back, or take away, what its successor has noted.
const OWNED = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('NOTOWNER another worker has claimed the lane') end
`;

// The score is the time of a key's first dead letter and stays when the key fails again.
const PUT_DEAD_LETTERS = `
local dropped = {}
for i = 5, #ARGV, 2 do
  if not redis.call('ZSCORE', KEYS[2], ARGV[i]) then
    if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[2]) then
      if ARGV[3] == 'halt' then return false end
      local oldest = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
      redis.call('ZREM', KEYS[2], oldest)
      redis.call('HDEL', KEYS[3], oldest)
      dropped[#dropped + 1] = oldest
    end
    redis.call('ZADD', KEYS[2], ARGV[4], ARGV[i])
  end
  redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
end
return dropped
`;

const PARK = `
for i = 2, #ARGV, 3 do
  redis.call('ZADD', KEYS[2], ARGV[i], ARGV[i + 1])
  redis.call('HSET', KEYS[3], ARGV[i + 1], ARGV[i + 2])
end
return (#ARGV - 1) / 3
`;

const CLEAR = `
for i = 2, #ARGV do
  redis.call('ZREM', KEYS[2], ARGV[i])
  redis.call('HDEL', KEYS[3], ARGV[i])
end
return #ARGV - 1
`;

// Of entries that are gone already, because the stream was emptied, nothing is taken off. An empty stream puts the counter right. Where there is
// no counter none is made: capture takes a mark for a route that was loaded before.
const REMOVE_ENTRIES = `
local removed = 0
for i = 2, #ARGV, 5000 do
  removed = removed + redis.call('XDEL', KEYS[1], unpack(ARGV, i, math.min(i + 4999, #ARGV)))
end
local bytes = redis.call('HGET', KEYS[2], 'bytes')
if bytes and redis.call('XLEN', KEYS[1]) == 0 then
  redis.call('HSET', KEYS[2], 'bytes', 0)
elseif bytes and removed > 0 then
  local freed = math.floor(ARGV[1] * removed / (#ARGV - 1))
  redis.call('HSET', KEYS[2], 'bytes', math.max(0, bytes - freed))
end
return removed
`;

// What was tried and is still noted has ended whoever tried it: each of several keys may be the one, so they are tried by themselves next.
const BEGIN_HEAD = `
local was = redis.call('HMGET', KEYS[2], 'head', 'tries', 'now')
local tries = was[1] == ARGV[2] and tonumber(was[2]) + 1 or 1
local tried = was[3] and was[3] ~= '' and cmsgpack.unpack(was[3]) or {}
for _, key in ipairs(tried) do redis.call('HINCRBY', KEYS[2], 'alone:' .. key, #tried == 1 and 1 or 0) end
redis.call('HSET', KEYS[2], 'head', ARGV[2], 'tries', tries, 'now', '')
local reply = {tries}
for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
  if string.sub(field, 1, 6) == 'alone:' then reply[#reply + 1] = string.sub(field, 7) end
end
return reply
`;

// Whoever tries the next keys has committed those before.
const CLEAR_NOW = `
local was = redis.call('HGET', KEYS[2], 'now')
local passed = was and was ~= '' and cmsgpack.unpack(was) or {}
for _, key in ipairs(passed) do redis.call('HDEL', KEYS[2], 'alone:' .. key) end
`;

const TRY_KEYS = `${CLEAR_NOW}return redis.call('HSET', KEYS[2], 'now', cmsgpack.pack({unpack(ARGV, 2)}))`;

const SUSPECT_KEY = `${CLEAR_NOW}
local alone = tonumber(redis.call('HGET', KEYS[2], 'alone:' .. ARGV[2]) or 0)
redis.call('HSET', KEYS[2], 'now', alone < tonumber(ARGV[3]) and cmsgpack.pack({ARGV[2]}) or '')
return alone
`;

const RELEASE_KEYS = `
for i = 2, #ARGV do redis.call('HDEL', KEYS[2], 'alone:' .. ARGV[i]) end
return #ARGV - 1
`;

const EXCUSE_HEAD = `
if ARGV[2] == 'tries' then redis.call('HINCRBY', KEYS[2], 'tries', -1) end
return redis.call('HSET', KEYS[2], 'now', '')
`;

// Capture, which finds no mark where all keys were lost, takes that for a first load and may say so later. So what was lost has a field of its own.
const NEED_SWEEP = `
local counters = redis.call('HMGET', KEYS[1], 'needed', 'done', 'running')
local open = tonumber(counters[1] or 1) > tonumber(counters[2] or 0)
if ARGV[2] == 'if-settled' and open then return 0 end
if ARGV[2] == 'unless-pending' and counters[1] and open and (counters[3] or '') == '' then return 0 end
redis.call('HSET', KEYS[1], 'cause', ARGV[1])
local needed = redis.call('HINCRBY', KEYS[1], 'needed', 1)
if ARGV[1] == 'control_keys_lost' then redis.call('HSET', KEYS[1], 'lost', needed) end
return needed
`;

// A gap that is still to be told of must not lose its cause. Without a mark the first load is still to come, and none may be made by hand.
const ASK_SWEEP = `
local counters = redis.call('HMGET', KEYS[1], 'needed', 'done')
if not counters[1] then return false end
if tonumber(counters[1]) <= tonumber(counters[2] or 0) then redis.call('HSET', KEYS[1], 'cause', 'backfill') end
return redis.call('HINCRBY', KEYS[1], 'needed', 1)
`;

// The counter may have begun anew since it was read, after a flush: a sweep that then counted up to the old one would hide all that are needed until it is
// reached again.
const BEGIN_SWEEP = `
if tonumber(redis.call('HGET', KEYS[1], 'needed') or 0) ~= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], 'running', ARGV[1])
return 1
`;

// A flush of the database in mid-sweep takes the token away with the stream entries, so such a sweep never counts. The mark is written with
// HSET alone: capture takes a command that removes something from it for a loss.
const FINISH_SWEEP = `
if redis.call('HGET', KEYS[1], 'running') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'running', '', 'done', ARGV[2])
return 1
`;

const KEEP_PASS = `
if redis.call('HGET', KEYS[1], 'running') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'pass', ARGV[2])
return 1
`;

// Where the counters began anew meanwhile, the gap that they count is another one.
const TELL_GAP = `
local needed = redis.call('HGET', KEYS[1], 'needed')
if needed and tonumber(needed) >= tonumber(ARGV[1]) then redis.call('HSET', KEYS[1], 'told', ARGV[1]) end
return 1
`;

// Where there is no mark yet none is made: capture takes it for a route that was loaded before.
const ACCEPT_DELETES = `
local needed = redis.call('HGET', KEYS[1], 'needed')
if not needed then return '0' end
redis.call('HSET', KEYS[1], 'accept', needed)
return needed
`;
