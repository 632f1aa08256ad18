import { setTimeout as sleep } from "node:timers/promises";

export interface Patience {
  /** Milliseconds until it counts as failed; 10 000 by default. */
  readonly within?: number;
  /** Milliseconds between two looks; 20 by default. */
  readonly every?: number;
}

/**
 * Looks again and again until `look` returns something other than false, null or undefined, and returns that. `what` is a
 * sentence such as "all rows are there". A look that throws counts as "not yet"; the last error is part of the failure.
 */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | false | null | undefined> | Found | false | null | undefined,
  { within = 10_000, every = 20 }: Patience = {},
): Promise<Found> {
  const deadline = Date.now() + within;
  for (;;) {
    const seen = await attempt(look);
    if (seen.found !== undefined) return seen.found.value;
    if (Date.now() >= deadline) throw new Error(`Not within ${within} ms: ${what}. The last look ${seen.why}.`);
    await sleep(every);
  }
}

/** Fails as soon as `look` is false during the whole of `during` milliseconds; for what must *not* happen. */
export async function stays(what: string, look: () => Promise<boolean> | boolean, during: number): Promise<void> {
  const deadline = Date.now() + during;
  while (Date.now() < deadline) {
    if (!(await look())) throw new Error(`No longer: ${what}.`);
    await sleep(20);
  }
}

type Seen<Found> = { readonly found: { readonly value: Found } } | { readonly found?: undefined; readonly why: string };

async function attempt<Found>(
  look: () => Promise<Found | false | null | undefined> | Found | false | null | undefined,
): Promise<Seen<Found>> {
  try {
    const value = await look();
    if (value === false || value === null || value === undefined) return { why: `returned ${String(value)}` };
    return { found: { value } };
  } catch (error) {
    return { why: `threw ${error instanceof Error ? error.message : String(error)}` };
  }
}
