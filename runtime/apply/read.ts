import type { Redis } from "ioredis";
import type { Instant } from "../values/instant.ts";
import { keyArgument, runScript, type LuaScript } from "./lua.ts";
import type { Part } from "./part.ts";

/** Keys of one slot; on a single server all keys go into one group, whose slot is undefined. */
export interface SlotGroup {
  readonly slot: number | undefined;
  readonly keys: readonly string[];
  /** When the change of each key was observed. */
  readonly times: readonly Instant[];
}

/** What one call of the read script replied. */
export interface ReadReply {
  readonly group: SlotGroup;
  /** So many of the group's keys were read; the byte budget may stop it early. */
  readonly count: number;
  readonly replid: string;
  readonly offset: bigint;
  /** A status a key, followed by its values when it is present; see `ReadScript`. The first status is at `start`. */
  readonly cells: readonly unknown[];
  readonly start: number;
}

/** Bytes of values that one call may return, unless a single key holds more. */
export const READ_BUDGET = 8 * 1024 * 1024;

/** Reads all groups at once, each with the job's script. */
export function readGroups(
  redis: Redis,
  script: LuaScript,
  groups: readonly SlotGroup[],
): Promise<readonly ReadReply[]> {
  return Promise.all(groups.map((group) => readGroup(redis, script, group)));
}

/** Everything on a single server: one group. */
export function groupBySlot(part: Part): readonly SlotGroup[] {
  return part.keys.length === 0 ? [] : [{ slot: undefined, keys: part.keys, times: part.times }];
}

async function readGroup(redis: Redis, script: LuaScript, group: SlotGroup): Promise<ReadReply> {
  const reply = await runScript(redis, script, group.keys.map(keyArgument), [READ_BUDGET]);
  if (!Array.isArray(reply) || reply.length < 3) throw new Error("The read script did not reply an array.");
  const cells: readonly unknown[] = reply;
  return {
    group,
    count: Number(cells[0]),
    replid: String(cells[1]),
    offset: BigInt(String(cells[2])),
    cells,
    start: 3,
  };
}
