/* The Lua script that reads single members of a key's value, for jobs that only walk them. The reply is that of the script that reads it whole. */
import type { ValueKind } from "../plan/ir.ts";
import { APPEND, HEAD, TAIL } from "./read-script.ts";
import { indented } from "./lua-text.ts";

/** Behind the budget and the size of a text comes for each key how many members are asked for, then all of these. */
export function memberScript(kind: ValueKind): string {
  const command = COMMANDS[kind];
  if (command === undefined) throw new Error(`the plan asks for members of a ${kind}`);
  return [
    ...HEAD,
    `local left, at = tonumber(ARGV[1]), #KEYS + 2`,
    `for index, key in ipairs(KEYS) do`,
    `  local count = tonumber(ARGV[index + 2])`,
    `  local found = redis.pcall("${command}", key, unpack(ARGV, at + 1, at + count))`,
    `  if found.err and string.sub(found.err, 1, 9) ~= "WRONGTYPE" then return found end`,
    `  local parts = not found.err and {}`,
    `  for n = 1, parts and count or 0 do`,
    ...indented(indented(kind === "set" ? SET : MAP)),
    `  end`,
    `  if parts and #parts == 0 and redis.call("EXISTS", key) == 0 then parts = false end`,
    `  at = at + count`,
    `  local packed = cmsgpack.pack(parts)`,
    ...indented(APPEND),
    ...TAIL,
  ].join("\n");
}

const COMMANDS: Readonly<Partial<Record<ValueKind, string>>> = { hash: "HMGET", zset: "ZMSCORE", set: "SMISMEMBER" };

const SET = [`if found[n] == 1 then parts[#parts + 1] = ARGV[at + n] end`];

const MAP = [`if found[n] then`, `  parts[#parts + 1] = ARGV[at + n]`, `  parts[#parts + 1] = found[n]`, `end`];
