import { runScript } from "./lua.ts";
import type { LaneKeys } from "../control/keys.ts";
import type { LaneSession } from "../sinks/sink.ts";
import type { LaneOwner } from "./owner.ts";
import type { ApplyContext, Route } from "./route.ts";

export interface ClaimedLane {
  readonly session: LaneSession;
  readonly owner: LaneOwner;
  /** The last stream entry whose rows were appended. */
  readonly appended: string | undefined;
}

/**
 * Opens a session and claims the lane: the target issues the epoch before a value is read. A checkpoint that is new has seen no key: where
 * the lane was swept for an earlier one it is swept again (where it never was, capture says so when it attaches). Only then is the lane
 * claimed a second time, which records this Redis' identity in the target: a checkpoint with an identity is one that was swept for.
 */
export async function claimLane(
  context: ApplyContext,
  route: Route,
  keys: LaneKeys,
  isSweepNoted = false,
): Promise<ClaimedLane> {
  const { redis, scripts } = context;
  const known = await context.identity.read();
  const session = await openSession(context, route, keys.lane, known);
  try {
    const checkpoint = await session.claim();
    const settled = await context.identity.settle(checkpoint.source ?? checkpoint.projectSource, route.sink);
    const isNew = checkpoint.source === undefined && !isSweepNoted;
    if (isNew) await runScript(redis, scripts.needSweep, [keys.sweep(route.name)], ["first_load", "if-settled"]);
    if (settled === known && !isNew) {
      const owner: LaneOwner = { redis, key: keys.owner(route.name), epoch: checkpoint.epoch };
      await runScript(redis, scripts.own, [owner.key], [String(owner.epoch)]);
      return { session, owner, appended: checkpoint.appended };
    }
  } catch (error) {
    await session.close().catch(() => undefined);
    throw error;
  }
  await session.close();
  return claimLane(context, route, keys, true);
}

function openSession(
  { project, release }: ApplyContext,
  route: Route,
  lane: number,
  source: string | undefined,
): Promise<LaneSession> {
  return route.sink.openLane({ project, route: route.name, lane, source, release });
}
