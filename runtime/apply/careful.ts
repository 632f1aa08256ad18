import { SinkError } from "../sinks/sink.ts";
import { commitPart } from "./commit.ts";
import { nothingOf, withLetters } from "./convicted.ts";
import { createHeadWatch, type Suspicion } from "./head-watch.ts";
import type { OwnedLane } from "./lane.ts";
import { firstKeysOf, withoutKeys, type Part } from "./part.ts";
import type { Prepared } from "./prepare.ts";
import { appends } from "./route.ts";
import { tryOut } from "./trial.ts";

/** Lets no value stop a lane by ending the process or the connection. */
export interface Care {
  /** Whether keys are to be tried a few at a time. */
  isNeeded(): Promise<boolean>;
  /** Tries the part's first keys by themselves. Returns what is left of the part, in its order; undefined when the source has another history. */
  tryFirst(part: Part, prepare: Prepare): Promise<readonly Part[] | undefined>;
  /** A commit came through, which removes the head when it finishes an entry. */
  passed(part: Part): Promise<void>;
  /** Nothing was committed. Only a connection that ended may be a key's fault. */
  failed(error: unknown): Promise<void>;
  /** The worker stops in order: what is under way is nobody's fault. */
  stopped(): Promise<void>;
}

type Prepare = (part: Part) => Promise<Prepared>;

/** One batch is mapped while one is committed: so far behind the head the reason may lie. */
const BATCHES = 2;
/**
 * Keys that are tried together as long as nothing points to one of them. One at a time a healthy lane would take seconds for the head, which owners that
 * change for other reasons begin again and again; a few at a time cost one more end of the worker where there is a key to blame.
 */
const TOGETHER = 16;
/** Begun so often, a head whose keys pass by themselves is too much at once, for the memory perhaps: then its rows are appended in pieces, some of them twice. */
const HOPELESS = 10;

export function createCare(lane: OwnedLane): Care {
  const watch = createHeadWatch(lane);
  let state: "new" | "begun" | "passed" = "new";
  let left = 0;
  let isCounted = false;
  let suspicion: Suspicion = { suspects: new Set(), tries: 0 };
  let guilty: string[] = [];

  async function tryFirst(part: Part, prepare: Prepare): Promise<readonly Part[] | undefined> {
    if (appends(lane.route) && part.finishes.length > 0 && suspicion.tries < HOPELESS) return tryWhole(part, prepare);
    const [some, others] = firstKeysOf(part, together(part, suspicion));
    const prepared = (await isConvicted(some)) ? withLetters(lane, nothingOf(some), some.keys) : await prepare(some);
    if (isOfAnother(lane, prepared)) return undefined;
    await commitPart(lane, prepared);
    await cleared(prepared.part);
    return [prepared.rest, others].filter((rest) => rest !== undefined);
  }

  /** Rows are appended with the whole of an entry, or twice: its keys are tried in transactions that are rolled back, and then committed together. */
  async function tryWhole(part: Part, prepare: Prepare): Promise<readonly Part[] | undefined> {
    const convicted: string[] = [];
    let rest: Part | undefined = part;
    while (rest !== undefined) {
      const [some, others]: readonly [Part, Part | undefined] = firstKeysOf(rest, together(rest, suspicion));
      if (await isConvicted(some)) convicted.push(...some.keys);
      else await tryOut(lane, (await prepare(some)).mapped);
      rest = others;
    }
    await watch.tries([]);
    isCounted = false;
    const prepared = withLetters(lane, await prepare(withoutKeys(part, new Set(convicted))), convicted);
    if (isOfAnother(lane, prepared)) return undefined;
    await commitPart(lane, prepared);
    await cleared(part);
    return [];
  }

  /** Notes that the keys are tried now. True of a single one that ended whoever tried it too often. */
  async function isConvicted({ keys }: Part): Promise<boolean> {
    // Where the target is not well no key is to blame.
    await lane.session.probe();
    const [key, ...more] = keys;
    isCounted = key !== undefined;
    if (key === undefined) return false;
    if (more.length > 0) return watch.tries(keys).then(() => false);
    const isGuilty = await watch.isGuilty(key);
    if (isGuilty) guilty.push(key);
    return isGuilty;
  }

  async function cleared({ keys, finishes }: Part): Promise<void> {
    isCounted = false;
    left -= keys.length;
    if (finishes.length > 0) await closeCase();
    if (left <= 0) await watch.forget();
    if (left <= 0) lane.log.info("keys are read in batches again");
  }

  /** The entries that named them are gone: their next change is another one. */
  async function closeCase(): Promise<void> {
    if (guilty.length > 0) await watch.release(guilty);
    guilty = [];
  }

  return {
    isNeeded: async () => {
      if (state !== "new") return left > 0;
      state = "begun";
      isCounted = true;
      const begun = await watch.begin();
      if (begun === undefined) return false;
      suspicion = begun;
      state = "passed";
      isCounted = false;
      left = BATCHES * lane.route.job.delivery.batch;
      lane.log.warn(
        { keys: left },
        "the stream's head was begun several times and never committed; its keys are tried a few at a time",
      );
      return true;
    },
    tryFirst,
    passed: async ({ finishes }) => {
      if (state !== "begun" || finishes.length === 0) return;
      state = "passed";
      isCounted = false;
      await watch.forget();
    },
    failed: async (error) => {
      if (isCounted && !endedConnection(error)) await watch.excuse();
    },
    stopped: async () => {
      if (isCounted) await watch.excuse();
    },
  };
}

/** How many keys of the part's beginning are tried at once. */
function together({ keys }: Part, { suspects }: Suspicion): number {
  const suspect = keys.slice(0, TOGETHER).findIndex((key) => suspects.has(key));
  return suspect < 0 ? TOGETHER : Math.max(1, suspect);
}

/** An answer, such as a timeout or a table that is locked, leaves the connection as it is. */
function endedConnection(error: unknown): boolean {
  return error instanceof SinkError && error.class === "connection" && ENDED.test(error.serverCode);
}

const ENDED = /^(08...|57P0[12]|ECONNRESET|EPIPE|ERR_STREAM_\w+|)$/;

function isOfAnother({ replid }: OwnedLane, { readAt }: Prepared): boolean {
  return readAt !== undefined && readAt.replid !== replid;
}
