import type { Json } from "../values/json.ts";
import { instant, type Instant } from "../values/instant.ts";

/** What a key of a target holds. Bytes are latin1 strings. */
export type KeyContent =
  | { readonly kind: "hash"; readonly fields: ReadonlyMap<string, string> }
  | { readonly kind: "set"; readonly members: ReadonlySet<string> }
  | { readonly kind: "zset"; readonly scores: ReadonlyMap<string, string> }
  | { readonly kind: "string"; readonly value: string }
  /** RedisJSON's own: no string, whatever the target would make of it. */
  | { readonly kind: "json"; readonly value: Json | null }
  | { readonly kind: "stream"; readonly entries: readonly StreamFields[] };

/** Name and value. */
type StreamFields = readonly (readonly [string, string])[];

export type ContentKind = KeyContent["kind"];

/** The keys of a target, by their bytes. One that has nothing in it is not there. */
export interface KeyStore {
  get(key: string): KeyContent | undefined;
  /** As a command does that adds to a key: its expiry stays. */
  put(key: string, content: KeyContent): void;
  delete(key: string): void;
  expireAt(key: string, time: Instant): void;
  keys(): readonly string[];
  copy(): KeyStore;
}

interface Kept {
  readonly content: KeyContent;
  readonly expires: Instant | undefined;
}

export function createKeyStore(clock: () => Instant, before: Iterable<readonly [string, Kept]> = []): KeyStore {
  const kept = new Map(before);

  /** Keys go by the clock, whether or not somebody looks. */
  function find(key: string): Kept | undefined {
    const found = kept.get(key);
    if (found?.expires === undefined || found.expires > clock()) return found;
    kept.delete(key);
    return undefined;
  }

  return {
    get: (key) => find(key)?.content,
    put: (key, content) => {
      const expires = find(key)?.expires;
      if (isEmpty(content)) kept.delete(key);
      else kept.set(key, { content, expires });
    },
    delete: (key) => void kept.delete(key),
    expireAt: (key, time) => {
      const found = find(key);
      // Redis keeps milliseconds.
      if (found !== undefined) kept.set(key, { ...found, expires: instant((time / 1000n) * 1000n) });
    },
    copy: () => createKeyStore(clock, kept),
    keys: () => [...kept.keys()].filter((key) => find(key) !== undefined),
  };
}

function isEmpty(content: KeyContent): boolean {
  switch (content.kind) {
    case "hash":
      return content.fields.size === 0;
    case "set":
      return content.members.size === 0;
    case "zset":
      return content.scores.size === 0;
    case "stream":
      return content.entries.length === 0;
    case "string":
    case "json":
      return false;
  }
}
