/** What a `test` block says, as plain data. The compiler checks it, so that what stands here has a meaning. */
export interface Story {
  readonly title: string;
  readonly place: StoryPlace;
  readonly steps: readonly StoryStep[];
}

export interface StoryPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export type StoryStep = (
  | {
      readonly kind: "given";
      readonly key: string;
      readonly value: StoredValue;
      /** µs from the clock's present time. */
      readonly expire: bigint | undefined;
    }
  | { readonly kind: "delete"; readonly key: string }
  /** Sets the clock: µs since 1970-01-01 00:00 UTC. */
  | { readonly kind: "at"; readonly instant: bigint }
  | ({ readonly kind: "expect" } & Expected)
) & { readonly place: StoryPlace };

export type Expected =
  | {
      readonly what: "rows";
      /** As the test names the table. */
      readonly name: string;
      readonly target: string;
      readonly schema: string | undefined;
      readonly table: string;
      readonly rows: readonly ExpectedRow[];
    }
  | ({ readonly what: "key" } & ExpectedKey)
  | { readonly what: "rejected"; readonly key: string; readonly code: string };

/** A key of a Redis target, all of it. */
export interface ExpectedKey {
  readonly target: string;
  readonly key: string;
  /** Undefined where the key is to be absent. */
  readonly value: TargetValue | undefined;
  /** Whether its values are masked in reports. */
  readonly sensitive: boolean;
}

/** Columns that are not named may have any value. */
export interface ExpectedRow {
  readonly place: StoryPlace;
  readonly values: readonly ExpectedValue[];
}

export interface ExpectedValue {
  readonly column: string;
  /** As Redis would hold the value, JSON for a json column; null is null. */
  readonly text: string | null;
}

/** A value of Redis. Of a sorted set the scores are numbers, or `inf`. */
export type StoredValue =
  | { readonly kind: "hash"; readonly fields: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: "zset"; readonly members: readonly (readonly [member: string, score: string])[] }
  | { readonly kind: "set" | "list"; readonly items: readonly string[] }
  | { readonly kind: "json" | "string"; readonly text: string };

/** What a key of a target holds: as above, or the entries of a stream, in their order. */
export type TargetValue =
  | StoredValue
  | { readonly kind: "stream"; readonly entries: readonly (readonly (readonly [name: string, value: string])[])[] };
