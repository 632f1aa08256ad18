/*
 * The Lua scripts by which a job reads keys on the server: only what the mapping uses, as raw bytes. `ReadScript` of the runtime describes
 * the reply. Packed, it is one string: the server and the client then spend less on it than on a reply of as many parts.
 */
import type { ReadPlan, ValueKind } from "../plan/ir.ts";
import { documentLines } from "./json-script.ts";
import { indented, luaStrings } from "./lua-text.ts";

/** What a script reads of each key; see {@link ReadPlan}. */
export type Reading = Pick<ReadPlan, "kind" | "members" | "expiry">;

export function readScript(reading: Reading): string {
  const { kind, members, expiry } = reading;
  const isSmall = members.length === 0;
  const setup = kind === "hash" && !isSmall && members !== "all" ? projectionSetup(members, expiry) : [];
  return [
    ...HEAD,
    ...(expiry ? EXPIRY : []),
    ...setup,
    ...(isSmall ? [`for _, key in ipairs(KEYS) do`] : LOOP),
    ...indented(keyLines(reading)),
    ...indented(isSmall ? [`reply[#reply + 1] = cmsgpack.pack(parts)`] : APPEND),
    ...TAIL,
  ].join("\n");
}

/** Asks each key for one member, which is the argument of that number behind the budget. */
export function probeScript(kind: ValueKind): string {
  const command = PROBES[kind];
  if (command === undefined) throw new Error(`the plan asks for a member of a ${kind}`);
  return [
    ...HEAD,
    ...LOOP,
    `  local member = redis.pcall("${command}", key, ARGV[index + 1])`,
    `  if type(member) == "table" then`,
    `    if string.sub(member.err, 1, 9) ~= "WRONGTYPE" then return member end`,
    `    member = false`,
    `  end`,
    ...(kind === "set" ? [`  member = member == 1 and ARGV[index + 1]`] : []),
    `  local packed = cmsgpack.pack({ member })`,
    ...indented(APPEND),
    ...TAIL,
  ].join("\n");
}

const PROBES: Readonly<Partial<Record<ValueKind, string>>> = { hash: "HGET", zset: "ZSCORE", set: "SISMEMBER" };

export const HEAD = [
  `local info = redis.call("INFO", "replication")`,
  `local replid, offset = string.match(info, "master_replid:(%x+)"), string.match(info, "master_repl_offset:(%d+)")`,
  `local reply = { cmsgpack.pack(replid, offset) }`,
];

const LOOP = [`local left = tonumber(ARGV[1])`, `for index, key in ipairs(KEYS) do`];

export const APPEND = [
  `if index > 1 and #packed > left then break end`,
  `left = left - #packed`,
  `reply[#reply + 1] = packed`,
];

export const TAIL = [`end`, `return table.concat(reply)`];

/** PEXPIRETIME is of Redis 7.0. Numbers of Lua lose digits as text, so they are formatted. */
const EXPIRY = [
  `local function expiry(key)`,
  `  local at = redis.pcall("PEXPIRETIME", key)`,
  `  if type(at) == "table" then`,
  `    local left, now = redis.call("PTTL", key), redis.call("TIME")`,
  `    at = left < 0 and left or now[1] * 1000 + math.floor(now[2] / 1000) + left`,
  `  end`,
  `  return at >= 0 and string.format("%.0f", at)`,
  `end`,
];

/** The lines that leave `packed`, or of a key that is only looked for `parts`. */
function keyLines(reading: Reading): readonly string[] {
  const { kind, members, expiry } = reading;
  if (members.length === 0) return presenceLines(kind, expiry);
  switch (kind) {
    case "hash":
      return members === "all" ? collectionLines(`"HGETALL", key`, expiry) : projectionLines(expiry);
    case "set":
      return collectionLines(`"SMEMBERS", key`, expiry);
    case "list":
      return collectionLines(`"LRANGE", key, 0, -1`, expiry);
    case "zset":
      return collectionLines(`"ZRANGE", key, 0, -1, "WITHSCORES"`, expiry);
    case "string":
      return packedLines([`local parts = false`, ...stringLines(), `end`], expiry);
    case "json":
      return packedLines(documentLines(members), expiry);
  }
}

function presenceLines(kind: ValueKind, expiry: boolean): readonly string[] {
  const parts = expiry ? "{ expiry(key) }" : "{}";
  if (kind !== "json") return [`local parts = redis.call("TYPE", key).ok == "${kind}" and ${parts}`];
  return [
    `local kind = redis.call("TYPE", key).ok`,
    `local parts = (kind == "ReJSON-RL" or kind == "string") and ${parts}`,
  ];
}

/** A value that is too large is not moved: its size stands in its place. */
function stringLines(): readonly string[] {
  return [
    `if redis.call("TYPE", key).ok == "string" then`,
    `  local size = redis.call("STRLEN", key)`,
    `  parts = size > tonumber(ARGV[2]) and string.format("%.0f", size) or { redis.call("GET", key) }`,
  ];
}

/** No collection is empty: what has no elements is absent. */
function collectionLines(command: string, expiry: boolean): readonly string[] {
  const lines = [
    `local parts = redis.pcall(${command})`,
    `if parts.err and string.sub(parts.err, 1, 9) ~= "WRONGTYPE" then return parts end`,
    `if parts.err or #parts == 0 then parts = false end`,
  ];
  return packedLines(lines, expiry);
}

function packedLines(lines: readonly string[], expiry: boolean): readonly string[] {
  const first = expiry ? [`if type(parts) == "table" then table.insert(parts, 1, expiry(key)) end`] : [];
  return [...lines, ...first, `local packed = cmsgpack.pack(parts)`];
}

function projectionSetup(members: readonly (readonly string[])[], expiry: boolean): readonly string[] {
  return [
    `local fields = { ${luaStrings(members.map(([field = ""]) => field))} }`,
    `local nothing = ${expiry ? "{ false }" : "{}"}`,
    `for _ in ipairs(fields) do nothing[#nothing + 1] = false end`,
    `local absent, empty = cmsgpack.pack(false), cmsgpack.pack(nothing)`,
  ];
}

/** It asks EXISTS where every field is missing, since a hash without these fields is present and an absent key is not. */
function projectionLines(expiry: boolean): readonly string[] {
  return [
    `local values = redis.pcall("HMGET", key, unpack(fields))`,
    `if values.err and string.sub(values.err, 1, 9) ~= "WRONGTYPE" then return values end`,
    ...(expiry ? [`if not values.err then table.insert(values, 1, expiry(key)) end`] : []),
    `local packed = values.err and absent or cmsgpack.pack(values)`,
    `if packed == empty and redis.call("EXISTS", key) == 0 then packed = absent end`,
  ];
}
