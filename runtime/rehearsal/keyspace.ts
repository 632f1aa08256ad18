import { instant, type Instant } from "../values/instant.ts";
import type { StoredValue } from "./story.ts";

export interface StoredKey {
  readonly value: StoredValue;
  readonly expires: Instant | undefined;
}

/** Redis as a test sees it: keys (bytes in a latin1 string), their values, and when they go. */
export interface Keyspace {
  get(key: string): StoredKey | undefined;
  set(key: string, value: StoredValue, expires: Instant | undefined): void;
  delete(key: string): void;
  /** Removes the keys whose time has come, and returns them in its order. */
  expire(now: Instant): readonly string[];
}

export function createKeyspace(): Keyspace {
  const keys = new Map<string, StoredKey>();
  return {
    get: (key) => keys.get(key),
    set: (key, value, expires) => void keys.set(key, { value, expires }),
    delete: (key) => void keys.delete(key),
    expire: (now) => {
      const due = [...keys].flatMap(([key, { expires }]) =>
        expires === undefined || expires > now ? [] : [{ key, expires }],
      );
      due.sort((one, other) => Number(one.expires - other.expires));
      for (const { key } of due) keys.delete(key);
      return due.map(({ key }) => key);
    },
  };
}

/** A key as Redis holds it: its bytes in a latin1 string. */
export function keyBytes(key: string): string {
  return Buffer.from(key, "utf8").toString("latin1");
}

/** Redis keeps expiries in milliseconds. */
export function expiryOfKey(now: Instant, micros: bigint): Instant {
  return instant(((now + micros) / 1000n) * 1000n);
}
