import { luaScript } from "../../apply/lua.ts";

/**
 * What source keys own that goes with them, by the records alone. KEYS owned, units; ARGV route, source keys. Replies for each an array of
 * units' ids.
 */
export const OWNED = luaScript(
  `
local all = {}
for at = 2, #ARGV do
  local packed = redis.call('HGET', KEYS[1], ARGV[at])
  local before, own = packed and cmsgpack.unpack(packed) or {}, {}
  for n = 1, #before, 2 do
    if before[n + 1] ~= '1' and redis.call('HGET', KEYS[2], before[n]) == ARGV[1] .. '\\n' .. ARGV[at] then
      own[#own + 1] = before[n]
    end
  end
  all[#all + 1] = own
end
return all
`.trim(),
);
