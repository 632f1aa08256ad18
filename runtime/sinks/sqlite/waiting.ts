import { setImmediate, setTimeout } from "node:timers/promises";
import { sinkError } from "./error-classes.ts";

/** Runs one after the other what is to have SQLite's only write lock. `until` is when to give up on it. */
export type Turns = <Result>(work: (until: number) => Promise<Result>) => Promise<Result>;

/** The lanes of one process wait for each other here, and not by trying again and again. Time in the queue counts, so that a lock of another process costs them no more together than one. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const until = lockedUntil();
    const mine = last.then(() => work(until));
    last = mine.catch(() => undefined);
    return mine;
  };
}

function lockedUntil(): number {
  return performance.now() + LONGEST_WAIT_MS;
}

/** Well below the lease of a lane, which is 10 s. */
const LONGEST_WAIT_MS = 5_000;
const PAUSES_MS = [1, 2, 5, 10, 20];
const LONGEST_PAUSE_MS = 50;

/** Tries again while another process has the lock, and once at least. SQLite would wait too, but with all of this process. */
export async function whileLocked<Result>(
  statement: string,
  work: () => Result,
  until = lockedUntil(),
): Promise<Result> {
  for (let tries = 0; ; tries++) {
    try {
      return work();
    } catch (thrown) {
      const error = sinkError(thrown, statement);
      if (!isLocked(error.serverCode) || performance.now() >= until) throw error;
      await setTimeout(PAUSES_MS[tries] ?? LONGEST_PAUSE_MS);
    }
  }
}

function isLocked(code: string): boolean {
  return /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code);
}

const LONGEST_RUN_MS = 20;

/** Between statements: lets all else run where they have taken long. Leases are renewed by timers. */
export function createBreather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONGEST_RUN_MS) return;
    await setImmediate();
    since = performance.now();
  };
}
