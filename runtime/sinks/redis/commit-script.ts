import { luaScript } from "../../apply/lua.ts";
import { LUA_JSON } from "./lua-json.ts";

/**
 * One batch, all of it or nothing: a script is not interrupted, everything that could go wrong is looked at before the first write, and
 * that one is refused when the server is at its memory limit, before which the others are not.
 *
 *   read ─▶ fenced? ─▶ which units go ─▶ collided? ─▶ wrong type? ─▶ checkpoint ─▶ removals ─▶ writes ─▶ who owns what
 *
 * KEYS checkpoint, units, owned, owners; ARGV epoch, seq, route, `1` for a trial, replid, offset, appended, `module` or `string` (what
 * a document is), the history that replid takes the place of, then what encode.ts lays out. Replies `fenced`; `collided`, position, owner, …; `wrongtype`, position, type; or
 * `committed`, units written, units removed.
 */
export const COMMIT = luaScript(
  [head(), LUA_JSON, documents(), reading(), checks(), removals(), writes()].map((part) => part.trim()).join("\n\n"),
);

function head(): string {
  return `
local checkpoint, units, owned, owners = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local state = redis.call('HMGET', checkpoint, 'epoch', 'seq')
if state[1] ~= ARGV[1] or state[2] ~= ARGV[2] then return { 'fenced' } end
local route, form = ARGV[3], ARGV[8]
local json_type = form == 'module' and 'ReJSON-RL' or 'string'

local types = {}
local function type_of(key)
  types[key] = types[key] or redis.call('TYPE', key).ok
  return types[key]
end
`;
}

/** Documents whose members are written or removed: read once, written back at the end. `whole` has what the batch itself puts into a key. */
function documents(): string {
  return `
local docs, dirty, whole = {}, {}, {}
local function doc_of(key)
  if docs[key] == nil then
    local found = type_of(key)
    local object
    if found == 'none' then
      object = new_object()
    elseif found == json_type then
      local text = whole[key] or redis.call(form == 'module' and 'JSON.GET' or 'GET', key)
      object = text and object_of(text)
    end
    docs[key] = object or false
  end
  return docs[key]
end

local function forget(key) types[key], docs[key], dirty[key] = nil, nil, nil end

local function set_json(key, text)
  if form == 'module' then redis.call('JSON.SET', key, '$', text) else redis.call('SET', key, text) end
end

local function write_docs()
  for key in pairs(dirty) do
    local text = text_of(docs[key])
    if text then
      local left = redis.call('PTTL', key)
      set_json(key, text)
      if left > 0 then redis.call('PEXPIRE', key, left) end
    else
      redis.call('DEL', key)
    end
  end
end
`;
}

function reading(): string {
  return `
local at, position = 9, 0
local function take()
  at = at + 1
  return ARGV[at]
end
local function take_unit()
  position = position + 1
  local unit = { position = position, kind = take(), id = take(), keep = take(), expires = take(), key = take() }
  local count = tonumber(take())
  unit.from, unit.to = at + 1, at + count
  at = at + count
  return unit
end
local groups = {}
for index = 1, tonumber(take()) do
  local group = { source = take(), units = {}, wants = {} }
  group.owner = route .. '\\n' .. group.source
  for n = 1, tonumber(take()) do
    local unit = take_unit()
    group.units[n], group.wants[unit.id] = unit, true
  end
  groups[index] = group
end
local entries = {}
for n = 1, tonumber(take()) do entries[n] = take_unit() end
`;
}

function checks(): string {
  return `
local released = {}
for _, group in ipairs(groups) do
  group.gone, group.stays = {}, {}
  group.packed = redis.call('HGET', owned, group.source)
  local before = group.packed and cmsgpack.unpack(group.packed) or {}
  for n = 1, #before, 2 do
    local id, keep = before[n], before[n + 1]
    if not group.wants[id] and redis.call('HGET', units, id) == group.owner then
      if keep == '1' then
        group.stays[#group.stays + 1] = id
      else
        group.gone[#group.gone + 1] = id
        released[id] = true
      end
    end
  end
end

local collided, holders = { 'collided' }, {}
for _, group in ipairs(groups) do
  for _, unit in ipairs(group.units) do
    local stored = redis.call('HGET', units, unit.id)
    unit.known = stored == group.owner
    local holder = holders[unit.id] or (not released[unit.id] and stored)
    if holder and holder ~= group.owner then
      collided[#collided + 1] = unit.position
      collided[#collided + 1] = holder
    else
      holders[unit.id] = group.owner
    end
  end
end
if #collided > 1 then return collided end

local member_types = { h = 'hash', s = 'set', z = 'zset', x = 'stream', j = json_type }
local whole_types = { H = 'hash', J = json_type, T = 'string' }
local function wrong_type(unit)
  if whole_types[unit.kind] then
    forget(unit.key)
    types[unit.key] = unit.to < unit.from and 'none' or whole_types[unit.kind]
    whole[unit.key] = ARGV[unit.from]
    return nil
  end
  local wanted, found = member_types[unit.kind], type_of(unit.key)
  if (found ~= 'none' and found ~= wanted) or (unit.kind == 'j' and not doc_of(unit.key)) then return found end
  types[unit.key] = wanted
  return nil
end
local function first_wrong(list)
  for _, unit in ipairs(list) do
    local found = wrong_type(unit)
    if found then return { 'wrongtype', unit.position, found } end
  end
end
for _, group in ipairs(groups) do
  local wrong = first_wrong(group.units)
  if wrong then return wrong end
end
local wrong = first_wrong(entries)
if wrong then return wrong end
types, docs, whole = {}, {}, {}
if ARGV[4] == '1' then return { 'committed', 0, 0 } end
`;
}

/** A key that holds another type by now is somebody else's. */
function removals(): string {
  return `
redis.call('HSET', checkpoint, 'seq', string.format('%.0f', tonumber(ARGV[2]) + 1))
if ARGV[5] ~= '' then redis.call('HSET', checkpoint, 'replid', ARGV[5], 'offset', ARGV[6]) end
if ARGV[7] ~= '' then redis.call('HSET', checkpoint, 'appended', ARGV[7]) end
if ARGV[9] ~= '' then
  local before = redis.call('HGET', checkpoint, 'replaced')
  redis.call('HSET', checkpoint, 'replaced', before and before .. ' ' .. ARGV[9] or ARGV[9])
end

local remove_member = { h = 'HDEL', s = 'SREM', z = 'ZREM' }
local removed = 0
local function remove(id)
  local kind, length, from = string.match(id, '^(%l)(%d+):()')
  local key, member = string.sub(id, from, from + length - 1), string.sub(id, from + length)
  if kind == 'k' then
    redis.call('DEL', key)
    forget(key)
  elseif kind == 'j' then
    local doc = doc_of(key)
    if doc and doc.value[member] then
      doc.value[member] = nil
      dirty[key] = true
    end
  elseif type_of(key) == member_types[kind] then
    redis.call(remove_member[kind], key, member)
  end
  redis.call('HDEL', units, id)
  removed = removed + 1
end
for _, group in ipairs(groups) do
  for n = #group.gone, 1, -1 do remove(group.gone[n]) end
end
write_docs()
types, docs, dirty = {}, {}, {}
`;
}

function writes(): string {
  return `
local CHUNK = 2000
local function payload(command, unit)
  for from = unit.from, unit.to, CHUNK do
    redis.call(command, unit.key, unpack(ARGV, from, math.min(from + CHUNK - 1, unit.to)))
  end
end
local write = {}
function write.H(unit)
  redis.call('DEL', unit.key)
  forget(unit.key)
  payload('HSET', unit)
end
function write.T(unit)
  forget(unit.key)
  if unit.to < unit.from then redis.call('DEL', unit.key) else payload('SET', unit) end
end
function write.J(unit)
  redis.call('DEL', unit.key)
  forget(unit.key)
  set_json(unit.key, ARGV[unit.from])
end
function write.h(unit) payload('HSET', unit) end
function write.s(unit) payload('SADD', unit) end
function write.z(unit) payload('ZADD', unit) end
function write.j(unit)
  put_member(doc_of(unit.key), ARGV[unit.from], ARGV[unit.from + 1], ARGV[unit.from + 2])
  dirty[unit.key] = true
end

local written, ending = 0, {}
for _, group in ipairs(groups) do
  local list, goes = {}, false
  for _, id in ipairs(group.stays) do
    list[#list + 1] = id
    list[#list + 1] = '1'
  end
  for _, unit in ipairs(group.units) do
    write[unit.kind](unit)
    if unit.expires ~= '' then ending[unit.key] = unit.expires end
    if not unit.known then redis.call('HSET', units, unit.id, group.owner) end
    list[#list + 1] = unit.id
    list[#list + 1] = unit.keep
    goes = goes or unit.keep ~= '1'
    written = written + 1
  end
  local packed = #list > 0 and cmsgpack.pack(list)
  if packed ~= group.packed then
    if packed then redis.call('HSET', owned, group.source, packed) else redis.call('HDEL', owned, group.source) end
    if goes then redis.call('ZADD', owners, 0, group.source) else redis.call('ZREM', owners, group.source) end
  end
end
write_docs()
for _, entry in ipairs(entries) do
  redis.call('XADD', entry.key, '*', unpack(ARGV, entry.from, entry.to))
  if entry.expires ~= '' then ending[entry.key] = entry.expires end
  written = written + 1
end
for key, time in pairs(ending) do redis.call('PEXPIREAT', key, time) end
return { 'committed', written, removed }
`;
}
