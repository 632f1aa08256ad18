import { SinkError } from "../sinks/sink.ts";
import { Rejection } from "../values/rejection.ts";
import { commitPart } from "./commit.ts";
import { createHeadWatch } from "./head-watch.ts";
import type { OwnedLane } from "./lane.ts";
import { firstKeyOf, type Part } from "./part.ts";
import type { Prepared } from "./prepare.ts";

/** Lets no value stop a lane by ending the process or the connection. */
export interface Care {
  /** Whether keys are to be tried one by one. */
  isNeeded(): Promise<boolean>;
  /** Tries the part's first key by itself. Returns what is left of the part, in its order. */
  tryFirst(part: Part, prepare: (part: Part) => Promise<Prepared>): Promise<readonly Part[]>;
  /** A commit came through, which removes the head when it finishes an entry. */
  passed(part: Part): Promise<void>;
  /** Nothing was committed. Only a connection that ended may be a key's fault. */
  failed(error: unknown): Promise<void>;
  /** The worker stops in order: what is under way is nobody's fault. */
  stopped(): Promise<void>;
}

/** One batch is mapped while one is committed: so far behind the head the reason may lie. */
const BATCHES = 2;

export function createCare(lane: OwnedLane): Care {
  const watch = createHeadWatch(lane);
  let state: "new" | "begun" | "passed" = "new";
  let left = 0;
  let isCounted = false;
  let guilty: string[] = [];

  async function tryFirst(part: Part, prepare: (part: Part) => Promise<Prepared>): Promise<readonly Part[]> {
    const [one, others] = firstKeyOf(part);
    const [key] = one.keys;
    // Where the target is not well no key is to blame.
    await lane.session.probe();
    isCounted = key !== undefined;
    const isGuilty = key !== undefined && (await watch.isGuilty(key));
    if (isGuilty) guilty.push(key);
    const prepared = isGuilty ? convicted(lane, one, key) : await prepare(one);
    await commitPart(lane, prepared);
    isCounted = false;
    left--;
    if (one.finishes.length > 0) await closeCase();
    if (left <= 0) await watch.forget();
    if (left <= 0) lane.log.info("keys are read in batches again");
    return [prepared.rest, others].filter((rest) => rest !== undefined);
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
      if (!(await watch.begin())) return false;
      state = "passed";
      isCounted = false;
      left = BATCHES * lane.route.job.delivery.batch;
      lane.log.warn(
        { keys: left },
        "the stream's head was begun several times and never committed; its keys are tried one by one",
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
