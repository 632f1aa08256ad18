import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../support/random.ts";
import { Broken, type Fault, type Place } from "./place.ts";

/** What happened so far. */
export interface Ledger {
  readonly counts: Map<string, number>;
  readonly broken: string[];
}

/** One fault after another for so long, and until `others` are over; each kind once before any of them comes again. */
export async function trouble(place: Place, dice: Random, plan: TroublePlan): Promise<void> {
  const until = performance.now() + plan.seconds * 1000;
  const goesOn = (): boolean => performance.now() < until || plan.others?.aborted === false;
  let deck: Fault[] = [];
  if (plan.faults.length === 0) return sleep(plan.seconds * 1000);
  while (goesOn()) {
    if (deck.length === 0) deck = dice.shuffle(plan.faults);
    const fault = deck.pop();
    if (fault !== undefined) await happen(place, dice, plan.ledger, fault);
    await sleep(dice.int(plan.pause[0], plan.pause[1]));
  }
}

export interface TroublePlan {
  readonly faults: readonly Fault[];
  readonly seconds: number;
  /** ms between two of them. */
  readonly pause: readonly [least: number, most: number];
  readonly ledger: Ledger;
  /** Aborted when the faults that happen beside these are over. */
  readonly others?: AbortSignal;
}

async function happen(place: Place, dice: Random, ledger: Ledger, { kind, run }: Fault): Promise<void> {
  ledger.counts.set(kind, (ledger.counts.get(kind) ?? 0) + 1);
  place.history.event(`${kind} …`);
  try {
    place.history.event(`${kind}: ${await run(place, dice)}`);
  } catch (error) {
    const reason = error instanceof Broken ? error.message : `could not be made or did not end: ${String(error)}`;
    place.history.event(`${kind}: ${reason}`);
    ledger.broken.push(`${kind}: ${reason}`);
  }
}
