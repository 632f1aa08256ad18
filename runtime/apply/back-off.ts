/** Growing pauses with full jitter: the n-th lies anywhere between 0 and min × 2ⁿ, at most max. */
export interface BackOff {
  next(): number;
  reset(): void;
  readonly attempts: number;
}

export function createBackOff(min: number, max: number, random: () => number = Math.random): BackOff {
  let attempts = 0;
  return {
    next: () => Math.round(random() * ceiling(min, max, attempts++)),
    reset: () => void (attempts = 0),
    get attempts() {
      return attempts;
    },
  };
}

/** min × 2ⁿ, at most max. */
export function ceiling(min: number, max: number, attempts: number): number {
  return Math.min(max, min * 2 ** Math.min(attempts, 40));
}
