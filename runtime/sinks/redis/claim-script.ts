import { luaScript } from "../../apply/lua.ts";

/**
 * Raises the epoch, which fences every earlier owner. Where another source is recorded, or this history of it was replaced, nothing is
 * raised: a worker that reads from the wrong place must not disturb the one that is right. A checkpoint that is new begins with the server's time in µs, so that an
 * epoch never comes back after the target was flushed, and gets no identity yet: the claim after it records one. One that is behind what
 * this worker saw committed (ARGV[4], ARGV[5]) is as good as new: the target was restored, or lost its last writes in a failover.
 *
 * KEYS checkpoint, sources; ARGV the lane's name in `sources`, the source's identity or "", release, epoch and seq seen, or "",
 * the history that would be read from, or "". Replies claimed (1 or 0), epoch, seq, source before, the project's source, appended, replid and
 * offset of the last commit's reads, and replaced histories; each is "" where it is missing.
 */
export const CLAIM = luaScript(
  `
local state = redis.call('HMGET', KEYS[1], 'epoch', 'seq', 'appended', 'replid', 'offset', 'replaced')
local epoch, seq, appended = tonumber(state[1] or nil), tonumber(state[2] or nil), state[3] or ''
local replid, offset, replaced = state[4] or '', state[5] or '', state[6] or ''
local behind = epoch and ARGV[4] ~= ''
  and (epoch < tonumber(ARGV[4]) or (epoch == tonumber(ARGV[4]) and seq < tonumber(ARGV[5])))
if not epoch or behind then redis.call('HDEL', KEYS[2], ARGV[1]) end
local before = redis.call('HGET', KEYS[2], ARGV[1]) or ''
local all = redis.call('HVALS', KEYS[2])
table.sort(all)
local project = all[#all] or ''
local isOther = before ~= '' and ARGV[2] ~= '' and before ~= ARGV[2]
if isOther or (ARGV[6] ~= '' and string.find(replaced, ARGV[6], 1, true)) then
  return { 0, string.format('%.0f', epoch), string.format('%.0f', seq), before, project, appended, replid, offset, replaced }
end
if epoch then
  epoch = (behind and tonumber(ARGV[4]) or epoch) + 1
  if not behind and before == '' and ARGV[2] ~= '' then redis.call('HSET', KEYS[2], ARGV[1], ARGV[2]) end
else
  local time = redis.call('TIME')
  epoch, seq = time[1] * 1000000 + time[2], 0
end
redis.call('HSET', KEYS[1], 'epoch', string.format('%.0f', epoch), 'seq', string.format('%.0f', seq), 'release', ARGV[3])
return { 1, string.format('%.0f', epoch), string.format('%.0f', seq), before, project, appended, replid, offset, replaced }
`.trim(),
);
