import type { Redis } from "ioredis";
import { SinkError } from "../sinks/sink.ts";
import { runScript, type Argument, type LuaScript } from "./lua.ts";

/** One claim of a lane. The target's fence guards rows; this guards what the owner notes in Redis. */
export interface LaneOwner {
  readonly redis: Redis;
  /** Control key that holds the epoch of the present owner. */
  readonly key: string;
  readonly epoch: bigint;
}

/** Runs a script that works only for the lane's present owner. Rejects with `SinkError` of the class fenced for any other. */
export async function runOwned(
  { redis, key, epoch }: LaneOwner,
  script: LuaScript,
  keys: readonly Argument[],
  args: readonly Argument[],
): Promise<unknown> {
  try {
    return await runScript(redis, script, [key, ...keys], [String(epoch), ...args]);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("NOTOWNER")) throw error;
    throw new SinkError("fenced", "", "another worker has claimed this lane", {}, error);
  }
}
