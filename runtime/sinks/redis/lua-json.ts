/**
 * Takes the root object of a JSON text apart, and puts it together again with every value spelled as it was: the server's own cjson would
 * lose digits and turn `[]` into `{}`. Only names go through cjson, since a name may be escaped in several ways.
 *
 * `object_of(text)` replies { order, value, quoted }, or nothing for what is no object; `text_of(object)` is its text.
 */
export const LUA_JSON = `
local function string_end(text, at)
  if string.byte(text, at) ~= 34 then return nil end
  while true do
    at = string.find(text, '["\\\\]', at + 1)
    if not at then return nil end
    if string.byte(text, at) == 34 then return at end
    at = at + 1
  end
end

local function value_end(text, at)
  local first = string.sub(text, at, at)
  if first == '"' then return string_end(text, at) end
  if first ~= '{' and first ~= '[' then
    local stop = string.find(text, '[%s,}]', at)
    return stop and stop > at and stop - 1 or nil
  end
  local depth = 0
  while true do
    at = string.find(text, '["{}%[%]]', at)
    if not at then return nil end
    local char = string.sub(text, at, at)
    if char == '"' then
      at = string_end(text, at)
      if not at then return nil end
    elseif char == '{' or char == '[' then
      depth = depth + 1
    else
      depth = depth - 1
      if depth == 0 then return at end
    end
    at = at + 1
  end
end

local function new_object() return { order = {}, value = {}, quoted = {} } end

local function put_member(object, name, quoted, value)
  if not object.value[name] then object.order[#object.order + 1] = name end
  object.value[name], object.quoted[name] = value, quoted
end

local function object_of(text)
  local at = string.match(text, '^%s*{%s*()')
  if not at then return nil end
  local object = new_object()
  if string.match(text, '^}%s*$', at) then return object end
  while true do
    local name_end = string_end(text, at)
    local from = name_end and string.match(text, '^%s*:%s*()', name_end + 1)
    local to = from and value_end(text, from)
    if not to then return nil end
    local quoted = string.sub(text, at, name_end)
    local read, names = pcall(cjson.decode, '[' .. quoted .. ']')
    if not read then return nil end
    put_member(object, names[1], quoted, string.sub(text, from, to))
    local sign, behind = string.match(text, '^%s*([,}])%s*()', to + 1)
    if sign == '}' and behind == #text + 1 then return object end
    if sign ~= ',' then return nil end
    at = behind
  end
end

local function text_of(object)
  local members = {}
  for _, name in ipairs(object.order) do
    local value = object.value[name]
    if value then members[#members + 1] = object.quoted[name] .. ':' .. value end
  end
  return #members > 0 and '{' .. table.concat(members, ',') .. '}' or nil
end
`;
