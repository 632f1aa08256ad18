import { pause } from "./pause.ts";

/**
 * A token bucket that all lanes of a route share in one process. A batch goes when everything before it is paid for, and is paid for by whoever comes next: so one that is
 * larger than a second allows goes in one piece, and the mean holds all the same.
 */
export interface RateLimit {
  /** ms until what went before is paid for. */
  readonly debt: () => number;
  /** Resolves when it is, or the signal is aborted. */
  settled(signal: AbortSignal): Promise<void>;
  /** Takes the next turn and resolves when it has come, or the signal is aborted. */
  take(rows: number, signal: AbortSignal): Promise<void>;
  /** Keys that a batch may hold: no more than a second allows. */
  atMost(keys: number): number;
}

/** 0 rows a second is no limit. */
export function createRateLimit(rowsPerSecond: number, now: () => number = () => performance.now()): RateLimit {
  if (rowsPerSecond === 0) return UNLIMITED;
  let paidAt = now();
  const debt = (): number => Math.max(0, paidAt - now());
  return {
    debt,
    settled: (signal) => waited(debt(), signal),
    take: (rows, signal) => {
      const ms = debt();
      paidAt = Math.max(paidAt, now()) + (rows * 1000) / rowsPerSecond;
      return waited(ms, signal);
    },
    atMost: (keys) => Math.max(1, Math.min(keys, rowsPerSecond)),
  };
}

const UNLIMITED: RateLimit = {
  debt: () => 0,
  settled: () => Promise.resolve(),
  take: () => Promise.resolve(),
  atMost: (keys) => keys,
};

function waited(ms: number, signal: AbortSignal): Promise<void> {
  return ms === 0 ? Promise.resolve() : pause(Math.min(ms, LONGEST_TIMER), signal);
}

const LONGEST_TIMER = 2_147_483_647;
