import { createCare, type Care } from "./careful.ts";
import { commitPart } from "./commit.ts";
import type { OwnedLane } from "./lane.ts";
import { partOfKeys, type Part } from "./part.ts";
import { pause } from "./pause.ts";
import { createPreparer, type Prepared } from "./prepare.ts";
import { appends } from "./route.ts";
import { createSettlingSource } from "./settling-source.ts";
import { createStreamSource, type StreamSource } from "./stream-source.ts";

/** The longest wait for an entry: so often an idle lane looks at its parked keys. */
const IDLE_MS = 1_000;

/**
 * Moves changes from the stream's head into the target until the signal is aborted: one batch is read while one is committed. When a
 * commit fails, the batch that was read meanwhile is discarded with this call, and the next call begins at the head. It also ends when the
 * source has another history: then the lane is to be claimed again.
 */
export async function pump(lane: OwnedLane, signal: AbortSignal): Promise<void> {
  const care = createCare(lane);
  try {
    await pumpWith(care, lane, signal);
  } catch (error) {
    await care.failed(error).catch(() => undefined);
    throw error;
  } finally {
    if (signal.aborted) await care.stopped().catch(() => undefined);
  }
}

async function pumpWith(care: Care, lane: OwnedLane, signal: AbortSignal): Promise<void> {
  const feed = createFeed(lane, signal);
  const isHeld = (key: string): boolean => lane.deadLetters.has(key) || lane.parking.has(key);
  const prepare = createPreparer(lane.context, lane.route, isHeld);
  const { rate } = lane.route;
  let committing: Promise<void> | undefined;
  try {
    while (!signal.aborted) {
      if (rate.debt() > 0) {
        await committing;
        committing = undefined;
        await rate.settled(signal);
        continue;
      }
      const part = await feed.next(committing === undefined);
      if (part === undefined) {
        const wasIdle = committing === undefined;
        await committing;
        committing = undefined;
        if (wasIdle) await lane.session.look?.();
        if (wasIdle && (await lane.context.replid()) !== lane.replid) break;
        continue;
      }
      if (await care.isNeeded()) {
        const left = await care.tryFirst(part, prepare);
        if (left === undefined) break;
        for (const rest of left.toReversed()) feed.unread(rest);
        continue;
      }
      const prepared = await prepare(part);
      if (prepared.readAt !== undefined && prepared.readAt.replid !== lane.replid) break;
      lane.counters.keysRead.inc(prepared.part.keys.length - (prepared.rest?.keys.length ?? 0));
      lane.counters.keysFrozen.inc(prepared.frozen);
      if (prepared.rest !== undefined) feed.unread(prepared.rest);
      await committing;
      committing = undefined;
      // The commit before has just rejected or parked it: what was read since would be taken for all of it.
      if (prepared.mapped.some(({ key, left }) => left !== undefined && isHeld(key))) {
        feed.unread(prepared.part);
        continue;
      }
      await rate.take(rowsOf(prepared), signal);
      if (!signal.aborted) committing = guarded(commitPart(lane, prepared).then(() => care.passed(prepared.part)));
    }
  } finally {
    await settledQuietly(committing);
  }
  await committing;
}

interface Feed {
  /** The next part; undefined when there is none, after a while if it may wait. */
  next(mayWait: boolean): Promise<Part | undefined>;
  unread(part: Part): void;
}

/** Parts that were read already, then parked keys that are due, then the stream. */
function createFeed(lane: OwnedLane, signal: AbortSignal): Feed {
  const { route, parking, log } = lane;
  const batch = route.rate.atMost(route.job.delivery.batch);
  const source = sourceOf(lane, batch);
  let queue: readonly Part[] = [];
  let wasFull = false;

  async function next(mayWait: boolean): Promise<Part | undefined> {
    const [first, ...others] = queue;
    if (first !== undefined) {
      queue = others;
      return first;
    }
    const now = Date.now();
    const due = parking.due(now, batch);
    if (due.length > 0) {
      lane.counters.retried("parked");
      return partOfKeys(due, now);
    }
    const idle = Math.max(1, Math.min(IDLE_MS, parking.nextDue(now) ?? IDLE_MS));
    if (parking.full) return waitForRoom(mayWait ? idle : 0);
    wasFull = false;
    queue = await source.next(mayWait ? idle : 0, signal);
    return queue.length === 0 ? undefined : next(mayWait);
  }

  async function waitForRoom(ms: number): Promise<undefined> {
    if (!wasFull)
      log.error(
        { parked: parking.size },
        "too many keys are parked; the lane reads nothing new until some of them heal",
      );
    wasFull = true;
    await pause(ms, signal);
  }

  return { next, unread: (part) => void (queue = [part, ...queue]) };
}

/** Each observed change is appended: where rows are, none waits for the next one. */
function sourceOf({ route, keys, reader, appended, lineage }: OwnedLane, batch: number): StreamSource {
  const { wait, settle = 0 } = route.job.delivery;
  const stream = keys.stream(route.name);
  if (settle > 0 && !appends(route)) return createSettlingSource({ reader, stream, batch, settle });
  const only = route.tables.every(({ mode }) => mode === "append");
  const { entry: committed, at } = appended.mark ?? {};
  const before = at === undefined ? undefined : { offset: at.offset, lineage };
  const append = appends(route) ? { committed, before, only } : undefined;
  return createStreamSource({ reader, stream, batch, wait, append });
}

/** A key without rows counts as one: they are removed. */
function rowsOf({ mapped }: Prepared): number {
  return mapped.reduce(
    (sum, { rows }) =>
      sum +
      Math.max(
        1,
        rows.reduce((own, { length }) => own + length, 0),
      ),
    0,
  );
}

/** A rejection is looked at one round later; until then it must not count as unhandled. */
function guarded(commit: Promise<void>): Promise<void> {
  commit.catch(() => undefined);
  return commit;
}

async function settledQuietly(commit: Promise<void> | undefined): Promise<void> {
  await commit?.catch(() => undefined);
}
