import { runScript } from "./lua.ts";
import type { LaneKeys } from "../control/keys.ts";
import type { LaneSession } from "../sinks/sink.ts";
import type { ApplyContext, Route } from "./route.ts";

/**
 * Opens a session and claims the lane: the target issues the epoch before a value is read. The target records this Redis' identity with
 * the claim, so where Redis has none yet it is settled first and the lane claimed again. A checkpoint that is new has seen no key: where
 * the lane was swept for an earlier one it is swept again (where it never was, capture says so when it attaches).
 */
export async function claimLane(context: ApplyContext, route: Route, keys: LaneKeys): Promise<LaneSession> {
  const known = await context.identity.read();
  const session = await openSession(context, route, keys.lane, known);
  try {
    const checkpoint = await session.claim();
    const settled = await context.identity.settle(checkpoint.source);
    if (checkpoint.source === undefined) {
      await runScript(context.redis, context.scripts.needSweep, [keys.sweep(route.name)], ["first_load", "if-settled"]);
    }
    if (settled === known) return session;
  } catch (error) {
    await session.close().catch(() => undefined);
    throw error;
  }
  await session.close();
  return claimLane(context, route, keys);
}

function openSession(
  { release }: ApplyContext,
  route: Route,
  lane: number,
  source: string | undefined,
): Promise<LaneSession> {
  return route.sink.openLane({ route: route.name, lane, source, release });
}
