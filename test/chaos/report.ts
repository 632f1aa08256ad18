import type { Difference } from "./comparison/compare.ts";
import type { Peaks } from "./observer.ts";

/** What a run prints, as JSON. */
export interface Report extends Peaks {
  readonly seed: number;
  readonly topology: string;
  readonly seconds: number;
  readonly faults: number;
  readonly faults_by_kind: Readonly<Record<string, number>>;
  /** Kinds that wait for something that the product does not have yet. */
  readonly not_yet: readonly string[];
  readonly changes: number;
  readonly changes_per_second: number;
  /** Comparisons that were made, each with everything at rest. */
  readonly comparisons: number;
  readonly keys: number;
  readonly rows: number;
  readonly lost: number;
  readonly stale: number;
  readonly extra: number;
  readonly dead_letters_unexpected: number;
  /** Promises that were broken in another way than by a wrong row. */
  readonly broken: readonly string[];
  readonly sweeps_by_cause: Readonly<Record<string, number>>;
  readonly brakes_accepted: number;
}

export interface Failure {
  readonly differences: readonly Difference[];
  /** Of the first wrong key. */
  readonly history: readonly string[];
}

export function isGood({ lost, stale, extra, dead_letters_unexpected, broken }: Report): boolean {
  return lost + stale + extra + dead_letters_unexpected + broken.length === 0;
}

export function countsOf(differences: readonly Difference[]) {
  const count = (wanted: Difference["kind"]): number => differences.filter(({ kind }) => kind === wanted).length;
  return {
    lost: count("lost"),
    stale: count("stale"),
    extra: count("extra"),
    dead_letters_unexpected: count("letter"),
  };
}

/** For people, behind the JSON. */
export function told({ differences, history }: Failure, seed: number): string {
  const [first] = differences;
  return [
    `${differences.length} differences, of which the first are:`,
    ...differences.slice(0, 10).map(({ kind, table, key, text }) => `  ${kind} in ${table}, ${key}: ${text}`),
    ...(first === undefined ? [] : [`The history of ${first.key}:`, ...history.map((line) => `  ${line}`)]),
    `Repeat it with --seed ${seed}`,
  ].join("\n");
}

export function byName(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}
