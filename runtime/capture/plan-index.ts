import type { CommandPlan, CommandTable } from "./command-plan.ts";

export interface IndexedPlan {
  readonly plan: CommandPlan;
  /** The command on one of our own keys is our daily work; any other command on one of them is reported. */
  readonly ownWork: boolean;
  /** Removes fields: our daily work on the hashes of dead letters and parked keys, and on no other. */
  readonly removesFields: boolean;
}

const OWN_WORK = new Set([
  "xadd",
  "xdel",
  "xtrim",
  "xsetid",
  "hset",
  "hmset",
  "hincrby",
  "zadd",
  "zrem",
  "pexpire",
  "pexpireat",
]);

function indexed(plan: CommandPlan): IndexedPlan {
  return { plan, ownWork: OWN_WORK.has(plan.name), removesFields: plan.name === "hdel" };
}

/** Plans by a hash of their name's bytes, so that the name of a command need not become a string. */
export type PlanIndex = ReadonlyMap<number, readonly IndexedPlan[]>;

export function indexPlans(table: CommandTable): PlanIndex {
  const index = new Map<number, IndexedPlan[]>();
  for (const plan of table.values()) {
    const bytes = Buffer.from(plan.name, "latin1");
    const hash = hashName(bytes, 0, bytes.length);
    index.set(hash, [...(index.get(hash) ?? []), indexed(plan)]);
  }
  return index;
}

export function findPlan(index: PlanIndex, bytes: Buffer, from: number, to: number): IndexedPlan | undefined {
  for (const each of index.get(hashName(bytes, from, to)) ?? []) {
    if (isNamed(each.plan.name, bytes, from, to)) return each;
  }
  return undefined;
}

/** 0x20 tells upper from lower case letters. */
function hashName(bytes: Buffer, from: number, to: number): number {
  let hash = to - from;
  for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + ((bytes[at] ?? 0) | 0x20)) | 0;
  return hash;
}

function isNamed(name: string, bytes: Buffer, from: number, to: number): boolean {
  if (name.length !== to - from) return false;
  for (let at = 0; at < name.length; at++) {
    if (((bytes[from + at] ?? 0) | 0x20) !== (name.charCodeAt(at) | 0x20)) return false;
  }
  return true;
}
