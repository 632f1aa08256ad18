import type { Answers } from "./lookups.ts";
import type { MappedKey, Outcome, ReadKey, RejectedKey } from "./map-keys.ts";
import type { BatchReads } from "./read.ts";
import { RouteHalt } from "./route.ts";

export interface MappedKeys {
  readonly mapped: readonly MappedKey[];
  readonly rejected: readonly RejectedKey[];
  /** Absent keys that never had a row. */
  readonly gone: readonly string[];
  /** How many keys `skip when` froze. */
  readonly frozen: number;
  /** Keys that nothing is written for now: frozen, or not the job's. Whatever they waited for, their next change decides anew. */
  readonly passedOver: readonly string[];
  /** Positions of keys that are to be read again, later, since the lookups of the others are so large. */
  readonly postponed: readonly number[];
  /** How many keys are not the job's: they were named under another pattern. */
  readonly unmatched: number;
}

export interface PartMapper {
  readonly map: (one: ReadKey) => Outcome;
  readonly answers: Answers;
  /** Whether all keys of a part must be written together. */
  readonly isWhole: boolean;
}

/** Maps the keys, again and again while they ask for what is still to be read. Results keep the keys' order. */
export async function mapPart(
  { map, answers, isWhole }: PartMapper,
  keys: readonly ReadKey[],
  reads: BatchReads,
): Promise<MappedKeys> {
  answers.nextBatch();
  const outcomes = keys.map(map);
  let rounds = 0;
  for (let left = pendingOf(outcomes); left.length > 0; left = pendingOf(outcomes)) {
    const isFull = answers.full();
    if (isFull && !isWhole && left.length < keys.length) return sorted(keys, outcomes);
    if (!isFull && ++rounds > answers.mostRounds) throw endless(keys[left[0] ?? 0]);
    await answers.fetch(reads);
    for (const at of left) {
      const one = keys[at];
      if (one !== undefined) outcomes[at] = map(one);
    }
  }
  return sorted(keys, outcomes);
}

function pendingOf(outcomes: readonly Outcome[]): readonly number[] {
  const pending: number[] = [];
  outcomes.forEach(({ kind }, at) => {
    if (kind === "pending") pending.push(at);
  });
  return pending;
}

function sorted(keys: readonly ReadKey[], outcomes: readonly Outcome[]): MappedKeys {
  const mapped: MappedKey[] = [];
  const rejected: RejectedKey[] = [];
  const gone: string[] = [];
  const passedOver: string[] = [];
  let frozen = 0;
  let unmatched = 0;
  const postponed: number[] = [];
  outcomes.forEach((outcome, at) => {
    if (outcome.kind === "mapped") mapped.push(outcome.item);
    else if (outcome.kind === "rejected") rejected.push(outcome.item);
    else if (outcome.kind === "gone") gone.push(keys[at]?.key ?? "");
    else if (outcome.kind === "frozen") frozen++;
    else if (outcome.kind === "pending") postponed.push(at);
    else unmatched++;
    if (outcome.kind === "frozen" || outcome.kind === "unmatched") passedOver.push(keys[at]?.key ?? "");
  });
  return { mapped, rejected, gone, frozen, passedOver, unmatched, postponed };
}

function endless(one: ReadKey | undefined): RouteHalt {
  const key = Buffer.from(one?.key ?? "", "latin1").toString();
  return new RouteHalt(
    "RDI5040",
    `A mistake of ours: the lookups of ${key} ask for more each time that they are answered.`,
  );
}
