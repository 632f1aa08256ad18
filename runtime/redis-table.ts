import type { Destination, TableColumn } from "./destination.ts";
import type { Instant } from "./values/instant.ts";
import type { Json } from "./values/json.ts";
import type { Raw } from "./values/raw.ts";

/** An `into` whose destination is a key of a Redis. Whose it is stands in the target's control keys, by the source key. */
export interface RedisTable<
  Key extends object = object,
  Rows extends object = object,
  Row extends object = object,
> extends Destination<Key, Rows, Row, RedisOwner> {
  readonly mode: "upsert" | "append";
  /** What a key no longer yields stays. */
  readonly keep: boolean;
  /** Depends on more than its source key: on the clock or on another key. Such a key is not verified. */
  readonly volatile?: TableColumn["volatile"];
  writeOf(row: Row): RedisWrite;
}

export interface RedisOwner {
  /** The source key. */
  readonly key: Raw;
}

/** What one row makes of one key. A text stands for its UTF-8. `owner` is the source key; `expires` is null where nothing ends. */
export type RedisWrite = OwnedWrite | StreamWrite;

type OwnedWrite = { readonly owner: Raw; readonly key: string; readonly expires: Instant | null } & (
  | { readonly kind: "hash"; readonly merge: boolean; readonly fields: RedisFields }
  | { readonly kind: "json"; readonly merge: boolean; readonly value: Json }
  | { readonly kind: "set"; readonly member: Raw }
  | { readonly kind: "zset"; readonly member: Raw; readonly score: number }
  /** Null: the key is to be absent. */
  | { readonly kind: "string"; readonly value: Raw | null }
);

/** Nobody owns what is appended. */
interface StreamWrite {
  readonly kind: "stream";
  readonly key: string;
  readonly expires: Instant | null;
  readonly fields: RedisFields;
}

/** Each name once, nulls left out. */
export type RedisFields = readonly (readonly [Raw, Raw])[];
