/**
 * The Lua script by which a job reads its keys on the server: only the fields that the mapping uses, as raw bytes. It asks EXISTS
 * where every field is missing, since a hash without these fields is present and an absent key is not. `ReadScript` of the runtime describes the
 * reply. Packed, it is one string: the server and the client then spend less on it than on a reply of as many parts.
 */
export function readScript(fields: readonly string[]): string {
  return [...HEAD, ...(fields.length === 0 ? presence() : projection(fields)), ...TAIL].join("\n");
}

const HEAD = [
  `local info = redis.call("INFO", "replication")`,
  `local replid, offset = string.match(info, "master_replid:(%x+)"), string.match(info, "master_repl_offset:(%d+)")`,
  `local reply = { cmsgpack.pack(replid, offset) }`,
];

const TAIL = [`end`, `return table.concat(reply)`];

function presence(): readonly string[] {
  return [
    `for _, key in ipairs(KEYS) do`,
    `  reply[#reply + 1] = cmsgpack.pack(redis.call("TYPE", key).ok == "hash" and {})`,
  ];
}

function projection(fields: readonly string[]): readonly string[] {
  return [
    `local fields = { ${fields.map(luaString).join(", ")} }`,
    `local nothing = {}`,
    `for index in ipairs(fields) do nothing[index] = false end`,
    `local absent, empty = cmsgpack.pack(false), cmsgpack.pack(nothing)`,
    `local left = tonumber(ARGV[1])`,
    `for index, key in ipairs(KEYS) do`,
    `  local values = redis.pcall("HMGET", key, unpack(fields))`,
    `  if values.err and string.sub(values.err, 1, 9) ~= "WRONGTYPE" then return values end`,
    `  local packed = values.err and absent or cmsgpack.pack(values)`,
    `  if packed == empty and redis.call("EXISTS", key) == 0 then packed = absent end`,
    `  if index > 1 and #packed > left then break end`,
    `  left = left - #packed`,
    `  reply[#reply + 1] = packed`,
  ];
}

/** A Lua string of the text's UTF-8 bytes. */
export function luaString(text: string): string {
  const bytes = [...Buffer.from(text, "utf8")];
  return `"${bytes.map(luaByte).join("")}"`;
}

function luaByte(byte: number): string {
  const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
  return plain ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, "0")}`;
}
