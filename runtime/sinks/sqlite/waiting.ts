import { setImmediate, setTimeout } from "node:timers/promises";
import { sinkError } from "./error-classes.ts";

/** Runs one after the other what is to have SQLite's only write lock. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** The lanes of one process wait for each other here, and not by trying again and again. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** Well below the lease of a lane, which is 10 s. */
const LONGEST_WAIT_MS = 5_000;
const PAUSES_MS = [1, 2, 5, 10, 20];
const LONGEST_PAUSE_MS = 50;

/** Tries again while another process has the lock. SQLite would wait too, but with all of this process. */
export async function whileLocked<Result>(statement: string, work: () => Result): Promise<Result> {
  const until = performance.now() + LONGEST_WAIT_MS;
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
