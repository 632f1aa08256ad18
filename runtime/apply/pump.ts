import { commitPart } from "./commit.ts";
import type { OwnedLane } from "./lane.ts";
import { partOfKeys, type Part } from "./part.ts";
import { pause } from "./pause.ts";
import { createPreparer } from "./prepare.ts";
import { appends } from "./route.ts";
import { createStreamSource } from "./stream-source.ts";

/** The longest wait for an entry: so often an idle lane looks at its parked keys. */
const IDLE_MS = 1_000;

/**
 * Moves changes from the stream's head into the target until the signal is aborted: one batch is read while one is committed. When a
 * commit fails, the batch that was read meanwhile is discarded with this call, and the next call begins at the head.
 */
export async function pump(lane: OwnedLane, signal: AbortSignal): Promise<void> {
  const feed = createFeed(lane, signal);
  const prepare = createPreparer(lane.context, lane.route);
  let committing: Promise<void> | undefined;
  try {
    while (!signal.aborted) {
      const part = await feed.next(committing === undefined);
      if (part === undefined) {
        const wasIdle = committing === undefined;
        await committing;
        committing = undefined;
        if (wasIdle) await lane.session.look?.();
        continue;
      }
      const prepared = await prepare(part);
      lane.counters.keysRead.inc(prepared.part.keys.length - (prepared.rest?.keys.length ?? 0));
      lane.counters.keysFrozen.inc(prepared.frozen);
      if (prepared.rest !== undefined) feed.unread(prepared.rest);
      await committing;
      committing = guarded(commitPart(lane, prepared));
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
  const { route, keys, parking, log } = lane;
  const { batch, wait } = route.job.delivery;
  const only = route.tables.every(({ mode }) => mode === "append");
  const append = appends(route) ? { committed: lane.appended, only } : undefined;
  const source = createStreamSource({ reader: lane.reader, stream: keys.stream(route.name), batch, wait, append });
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

/** A rejection is looked at one round later; until then it must not count as unhandled. */
function guarded(commit: Promise<void>): Promise<void> {
  commit.catch(() => undefined);
  return commit;
}

async function settledQuietly(commit: Promise<void> | undefined): Promise<void> {
  await commit?.catch(() => undefined);
}
