import { SHARD } from "../capture/flush.ts";
import { decodePosition } from "../capture/position.ts";
import type { ServerHistory } from "../capture/server-history.ts";
import type { LaneKeys } from "../control/keys.ts";
import type { Checkpoint, LaneSession } from "../sinks/sink.ts";
import { type AppendMark, decodeAppendMark, encodeAppendMark, type Lineage, markWithin } from "./append-mark.ts";
import type { OwnedLane } from "./lane.ts";
import { runScript } from "./lua.ts";
import type { LaneOwner } from "./owner.ts";
import { pause } from "./pause.ts";
import type { ApplyContext, Route } from "./route.ts";
import { HistoryReplaced, readHistory, stepBetween } from "./source-history.ts";

export interface ClaimedLane {
  readonly session: LaneSession;
  readonly owner: LaneOwner;
  readonly appended: OwnedLane["appended"];
  /** The history of the source that the lane's commits belong to; what is read from another one is not to be committed. */
  readonly replid: string;
  readonly lineage: Lineage;
}

const CAPTURE_MS = 3_000;
const LOOK_MS = 100;

/** The claim as it stands, and who makes it. */
interface Claim {
  readonly context: ApplyContext;
  readonly route: Route;
  readonly keys: LaneKeys;
  readonly session: LaneSession;
  readonly checkpoint: Checkpoint;
  /** The seq of the last commit, as Redis knew it before the claim. */
  readonly committed: bigint;
  readonly history: ServerHistory;
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
  const known = await context.identity.read();
  const history = await readHistory(context.redis);
  const session = await openSession(context, route, { lane: keys.lane, source: known, replid: history.replid });
  try {
    // Not behind the claim, when the lane's next owner may have noted commits that this checkpoint does not show.
    const committed = BigInt((await context.redis.get(keys.committed(route.name))) ?? 0);
    const checkpoint = await session.claim();
    if (checkpoint.replaced?.includes(history.replid)) throw new HistoryReplaced(history.replid);
    const claim = { context, route, keys, session, checkpoint, committed, history };
    const settled = await context.identity.settle(checkpoint.source ?? checkpoint.projectSource, route.sink);
    const isNew = checkpoint.source === undefined && !isSweepNoted;
    if (!isSweepNoted) await noteLosses(claim);
    const seq = settled === known && !isNew ? await joinHistory(claim) : undefined;
    if (seq !== undefined) return { ...(await own(claim, seq)), session };
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
  { lane, source, replid }: { readonly lane: number; readonly source: string | undefined; readonly replid: string },
): Promise<LaneSession> {
  return route.sink.openLane({ project, route: route.name, lane, source, release, replid });
}

/** What the target lacks, by its checkpoint, is written again by a sweep. */
async function noteLosses({ context, route, keys, checkpoint, committed }: Claim): Promise<void> {
  if (checkpoint.seq < committed) {
    context.log.warn({ route: route.name, lane: keys.lane }, "the target went back in time; the lane is swept");
    await needSweep({ context, route, keys }, "target_restored", "always");
  } else if (checkpoint.source === undefined) {
    await needSweep({ context, route, keys }, "first_load", "if-settled");
  }
}

/**
 * Moves the checkpoint to the server's present history, with a commit of its own, so that quiet lanes do too. The sweep that may be needed is recorded in Redis before:
 * should a further failover lose that record, the offset of this commit, which lies behind it, tells so. Replies the checkpoint's seq;
 * undefined when the history changed meanwhile.
 */
async function joinHistory({ context, route, keys, session, checkpoint, history }: Claim): Promise<bigint | undefined> {
  const { readAt, seq } = checkpoint;
  const step = readAt === undefined ? "same" : stepBetween(readAt, history);
  if (readAt === undefined || step === "same") return seq;
  const log = context.log.child({ route: route.name, lane: keys.lane });
  if (step === "diverged") {
    await captureJoined({ context, keys }, history.replid);
    log.warn("another Redis took over, which may lack writes that were read before; the lane is swept");
    await needSweep({ context, route, keys }, "failover", "unless-pending");
  } else {
    log.info("another Redis took over and has all that was read before");
  }
  const { replid, offset } = await readHistory(context.redis);
  if (replid !== history.replid) return undefined;
  const mark = presentMark(checkpoint, history);
  await session.commit({
    appended: mark === undefined ? undefined : encodeAppendMark(mark),
    tables: [],
    mode: "upsert",
    readAt: { replid, offset: BigInt(offset) },
    replaced: readAt.replid,
  });
  return seq + 1n;
}

function presentMark({ appended }: Checkpoint, history: ServerHistory): AppendMark | undefined {
  const mark = decodeAppendMark(appended);
  return mark && markWithin(mark, history);
}

/** Waits a moment for capture to join the same history: where it finds a gap, one sweep does for both. */
async function captureJoined({ context, keys }: Pick<Claim, "context" | "keys">, replid: string): Promise<void> {
  for (let waited = 0; waited < CAPTURE_MS && !context.stopping.aborted; waited += LOOK_MS) {
    const position = decodePosition(await context.redis.hget(keys.position, SHARD));
    if (position?.replid === replid) return;
    await pause(LOOK_MS, context.stopping);
  }
}

async function own(
  { context, route, keys, checkpoint, history }: Claim,
  seq: bigint,
): Promise<Omit<ClaimedLane, "session">> {
  const { redis, scripts } = context;
  const owner: LaneOwner = { redis, key: keys.owner(route.name), epoch: checkpoint.epoch };
  await runScript(redis, scripts.own, [owner.key, keys.committed(route.name)], [String(owner.epoch), String(seq)]);
  const { replid, previousReplid, previousEnd } = history;
  const appended = { mark: presentMark(checkpoint, history) };
  return { owner, appended, replid, lineage: { replid, previousReplid, previousEnd } };
}

async function needSweep(
  { context, route, keys }: Pick<Claim, "context" | "route" | "keys">,
  cause: string,
  when: "always" | "if-settled" | "unless-pending",
): Promise<void> {
  await runScript(context.redis, context.scripts.needSweep, [keys.sweep(route.name)], [cause, when]);
}
