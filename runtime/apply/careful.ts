import { SinkError } from "../sinks/sink.ts";
import { Rejection } from "../values/rejection.ts";
import { commitPart } from "./commit.ts";
import { createHeadWatch } from "./head-watch.ts";
import type { OwnedLane } from "./lane.ts";
import { firstKeysOf, type Part } from "./part.ts";
import type { Prepared } from "./prepare.ts";

/** Lets no value stop a lane by ending the process or the connection. */
export interface Care {
  /** Whether keys are to be tried a few at a time. */
  isNeeded(): Promise<boolean>;
  /** Tries the part's first keys by themselves. Returns what is left of the part, in its order; undefined when the source has another history. */
  tryFirst(part: Part, prepare: (part: Part) => Promise<Prepared>): Promise<readonly Part[] | undefined>;
  /** A commit came through, which removes the head when it finishes an entry. */
  passed(part: Part): Promise<void>;
  /** Nothing was committed. Only a connection that ended may be a key's fault. */
  failed(error: unknown): Promise<void>;
  /** The worker stops in order: what is under way is nobody's fault. */
  stopped(): Promise<void>;
}

/** One batch is mapped while one is committed: so far behind the head the reason may lie. */
const BATCHES = 2;
/**
 * Keys that are tried together as long as nothing points to one of them. One at a time a healthy lane would take seconds for the head, which owners that
 * change for other reasons begin again and again; a few at a time cost one more end of the worker where there is a key to blame.
 */
const TOGETHER = 16;

export function createCare(lane: OwnedLane): Care {
  const watch = createHeadWatch(lane);
  let state: "new" | "begun" | "passed" = "new";
  let left = 0;
  let isCounted = false;
  let suspects: ReadonlySet<string> = new Set();
  let guilty: string[] = [];

  async function tryFirst(
    part: Part,
    prepare: (part: Part) => Promise<Prepared>,
  ): Promise<readonly Part[] | undefined> {
    const [some, others] = firstKeysOf(part, together(part, suspects));
    // Where the target is not well no key is to blame.
    await lane.session.probe();
    const prepared = (await convictedOf(some)) ?? (await prepare(some));
    if (prepared.readAt !== undefined && prepared.readAt.replid !== lane.replid) return undefined;
    await commitPart(lane, prepared);
    isCounted = false;
    left -= prepared.part.keys.length - (prepared.rest?.keys.length ?? 0);
    if (prepared.part.finishes.length > 0) await closeCase();
    if (left <= 0) await watch.forget();
    if (left <= 0) lane.log.info("keys are read in batches again");
    return [prepared.rest, others].filter((rest) => rest !== undefined);
  }

  /** Notes that the keys are tried now; the verdict on one that ended whoever tried it too often. */
  async function convictedOf(some: Part): Promise<Prepared | undefined> {
    const [key, ...more] = some.keys;
    isCounted = key !== undefined;
    if (key === undefined) return undefined;
    if (more.length > 0) return void (await watch.tries(some.keys));
    if (!(await watch.isGuilty(key))) return undefined;
    guilty.push(key);
    return convicted(lane, some, key);
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
      suspects = begun;
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
function together({ keys }: Part, suspects: ReadonlySet<string>): number {
  const suspect = keys.slice(0, TOGETHER).findIndex((key) => suspects.has(key));
  return suspect < 0 ? TOGETHER : Math.max(1, suspect);
}

/** An answer, such as a timeout or a table that is locked, leaves the connection as it is. */
function endedConnection(error: unknown): boolean {
  return error instanceof SinkError && error.class === "connection" && ENDED.test(error.serverCode);
}

const ENDED = /^(08...|57P0[12]|ECONNRESET|EPIPE|ERR_STREAM_\w+|)$/;

function convicted({ route }: OwnedLane, part: Part, key: string): Prepared {
  const { site } = route.job;
  const colon = site.lastIndexOf(":");
  const place = { file: site.slice(0, colon), line: Number(site.slice(colon + 1)), column: "@value" };
  const message =
    "each time that this key was tried by itself the worker, or its connection to the target, came to an end";
  const rejection = new Rejection("RDI5024", message, place);
  const rejected = [{ key, rejection, captures: undefined, value: undefined }];
  return {
    part,
    rest: undefined,
    readAt: undefined,
    mapped: [],
    rejected,
    gone: [],
    frozen: 0,
    passedOver: [],
    postponed: [],
    unmatched: 0,
  };
}
