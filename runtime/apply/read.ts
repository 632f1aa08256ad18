import type { Instant } from "../values/instant.ts";
import { keyArgument, runReadScript, type LuaScript, type ScriptRunner } from "./lua.ts";
import { unpackReply, type PackedReply } from "./packed-reply.ts";
import type { Part } from "./part.ts";

/** Keys of one slot; on a single server all keys go into one group, whose slot is undefined. */
export interface SlotGroup {
  readonly slot: number | undefined;
  readonly keys: readonly string[];
  /** When the change of each key was observed. */
  readonly times: readonly Instant[];
}

/** What one call of the read script replied: the byte budget may have stopped it early. */
export interface ReadReply extends PackedReply {
  readonly group: SlotGroup;
}

/** Bytes of values that one call may return, unless a single key holds more. */
export const READ_BUDGET = 8 * 1024 * 1024;

/** Reads all groups at once, each with the job's script. */
export function readGroups(
  runner: ScriptRunner,
  script: LuaScript,
  groups: readonly SlotGroup[],
): Promise<readonly ReadReply[]> {
  return Promise.all(groups.map((group) => readGroup(runner, script, group)));
}

/** Everything on a single server: one group. */
export function groupBySlot(part: Part): readonly SlotGroup[] {
  return part.keys.length === 0 ? [] : [{ slot: undefined, keys: part.keys, times: part.times }];
}

async function readGroup(runner: ScriptRunner, script: LuaScript, group: SlotGroup): Promise<ReadReply> {
  const reply = await runReadScript(runner, script, group.keys.map(keyArgument), [READ_BUDGET]);
  if (!Buffer.isBuffer(reply)) throw new Error("The read script did not reply a string.");
  return { group, ...unpackReply(reply) };
}
