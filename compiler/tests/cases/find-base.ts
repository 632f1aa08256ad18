import type { Look, StoryOutcome } from "../../../runtime/rehearse.ts";
import type { JobPlan } from "../../plan/ir.ts";
import { slotsOf, type Filling, type Slot } from "./slots.ts";
import { candidatesOf } from "./values.ts";

/** What the mapping makes of a value; undefined where there is no value to give. */
export type Try = (filling: Filling) => Promise<StoryOutcome | undefined>;

/** Beyond that a job wants something that nobody guesses. */
const MOST_TRIES = 200;

/**
 * A value that the mapping takes, found by changing what a rejection blames; undefined where none is. One that yields rows is preferred
 * to one that `where` leaves out.
 */
export async function findBase(job: JobPlan, attempt: Try): Promise<Filling | undefined> {
  const slots = slotsOf(job).map((slot) => ({ slot, candidates: candidatesOf(slot), at: 0 }));
  let taken: Filling | undefined;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const filling: Filling = new Map(slots.map(({ slot, candidates, at }) => [slot.name, candidates[at]]));
    const outcome = await attempt(filling);
    const blamed = outcome === undefined ? undefined : blameOf(outcome);
    if (outcome !== undefined && blamed === undefined) {
      taken ??= filling;
      if (outcome.looks.some(hasSomething)) return filling;
    }
    const next = leastTried(slots, blamed);
    if (next === undefined) break;
    next.at++;
  }
  return taken;
}

function hasSomething(look: Look): boolean {
  return (look.what === "rows" && look.rows.length > 0) || (look.what === "keys" && look.keys.size > 0);
}

interface Tried {
  readonly slot: Slot;
  readonly candidates: readonly string[];
  at: number;
}

/** The column or `let` that a rejection names; undefined where nothing was rejected. */
function blameOf({ refused }: StoryOutcome): string | undefined {
  const message = refused[0]?.refusals[0]?.message;
  return message === undefined ? undefined : (/^([^:]*):/.exec(message)?.[1] ?? "");
}

/** Of the slots of which the blamed column is made, or of all. */
function leastTried(slots: readonly Tried[], blamed: string | undefined): Tried | undefined {
  const open = slots.filter(({ candidates, at }) => at + 1 < candidates.length);
  const guilty = open.filter(({ slot }) => slot.columns.some(({ name }) => name === blamed));
  const among = guilty.length > 0 ? guilty : open;
  return among.reduce<Tried | undefined>(
    (least, one) => (least === undefined || one.at < least.at ? one : least),
    undefined,
  );
}
