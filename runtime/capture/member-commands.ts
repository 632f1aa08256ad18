import type { CommandPlan, CommandTable } from "./command-plan.ts";

type MembersPlan = Extract<CommandPlan, { kind: "members" }>;

/** Commands of the stream that change nothing but single members of one key. ZADD has options before its first score; with them the whole key counts. */
const MEMBER_COMMANDS: readonly MembersPlan[] = [
  { kind: "members", name: "sadd", first: 2, last: -1, step: 1 },
  { kind: "members", name: "srem", first: 2, last: -1, step: 1 },
  { kind: "members", name: "zadd", first: 3, last: -1, step: 2, numberAt: 2 },
  { kind: "members", name: "zrem", first: 2, last: -1, step: 1 },
  { kind: "members", name: "zincrby", first: 3, last: 3, step: 1 },
  { kind: "members", name: "hset", first: 2, last: -1, step: 2 },
  { kind: "members", name: "hmset", first: 2, last: -1, step: 2 },
  { kind: "members", name: "hsetnx", first: 2, last: 2, step: 1 },
  { kind: "members", name: "hdel", first: 2, last: -1, step: 1 },
  { kind: "members", name: "hincrby", first: 2, last: 2, step: 1 },
  { kind: "members", name: "hincrbyfloat", first: 2, last: 2, step: 1 },
];

/** The table with the members of these commands, as far as the server has them. */
export function withMembers(table: CommandTable): CommandTable {
  const known = MEMBER_COMMANDS.filter(({ name }) => table.get(name)?.kind === "range");
  return new Map([...table, ...known.map((plan) => [plan.name, plan] as const)]);
}
