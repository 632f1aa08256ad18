/**
 * The Lua script by which a job reads its keys on the server: only the fields that the mapping uses, as raw bytes. It asks EXISTS
 * where every field is missing, since a hash without these fields is present and an absent key is not. The first key is always
 * read; a later one that would exceed the byte budget is left for the next call. `ReadScript` of the runtime describes the reply.
 */
export function readScript(fields: readonly string[]): string {
  return [...HEAD, ...(fields.length === 0 ? presence() : projection(fields)), ...TAIL].join("\n");
}

const HEAD = [
  `local info = redis.call("INFO", "replication")`,
  `local reply = { 0, string.match(info, "master_replid:(%x+)"), string.match(info, "master_repl_offset:(%d+)") }`,
];

const TAIL = [`  reply[1] = index`, `end`, `return reply`];

function presence(): readonly string[] {
  return [`for index, key in ipairs(KEYS) do`, `  reply[#reply + 1] = redis.call("TYPE", key).ok == "hash" and 1 or 0`];
}

function projection(fields: readonly string[]): readonly string[] {
  return [
    `local fields = { ${fields.map(luaString).join(", ")} }`,
    `local left = tonumber(ARGV[1])`,
    `for index, key in ipairs(KEYS) do`,
    `  local values = redis.pcall("HMGET", key, unpack(fields))`,
    `  local present = not values.err`,
    `  if not present and string.sub(values.err, 1, 9) ~= "WRONGTYPE" then return values end`,
    `  local size, found = 0, false`,
    `  for _, value in ipairs(values) do`,
    `    if value then`,
    `      size = size + #value`,
    `      found = true`,
    `    end`,
    `  end`,
    `  if present and not found then present = redis.call("EXISTS", key) == 1 end`,
    `  if index > 1 and size > left then break end`,
    `  left = left - size`,
    `  reply[#reply + 1] = present and 1 or 0`,
    `  if present then`,
    `    for _, value in ipairs(values) do reply[#reply + 1] = value end`,
    `  end`,
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
