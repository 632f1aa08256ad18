import { keyArgument } from "./lua.ts";
import type { OwnedLane } from "./lane.ts";
import { runOwned } from "./owner.ts";

/** So often the head is begun, and then a key by itself, before it counts as the reason that nothing is committed. */
export const ATTEMPTS = 3;

/**
 * Remembers in Redis what was begun and not committed, so that a value which ends the process or the connection can be told by whoever comes next.
 *
 *   begun ──commit──▶ forgotten
 *     └─ the same head three times without one ─▶ a few keys at a time: tried ──commit──▶ the next ones
 *                                                   └─ without one ─▶ each by itself: tried ──commit──▶ the next key
 *                                                                       └─ the same key three times ─▶ guilty
 */
export interface HeadWatch {
  /** Before the first part is read; undefined when the head is not to blame for anything. */
  begin(): Promise<Suspicion | undefined>;
  /** Before keys that nothing points to are tried together. None: those before passed, too. */
  tries(keys: readonly string[]): Promise<void>;
  /** Before a key is tried by itself. True when it was tried often enough: it is guilty. */
  isGuilty(key: string): Promise<boolean>;
  /** They may be tried again. */
  release(keys: readonly string[]): Promise<void>;
  /** What was counted last is not to count: it failed for another reason, or the worker stops in order. */
  excuse(): Promise<void>;
  /** Something was committed, or all keys that could be at fault were tried. */
  forget(): Promise<void>;
}

export interface Suspicion {
  /** Keys that are to be tried by themselves. */
  readonly suspects: ReadonlySet<string>;
  /** How often the head was begun. */
  readonly tries: number;
}

export function createHeadWatch({ context, route, keys, owner }: OwnedLane): HeadWatch {
  const { redis, scripts } = context;
  const place = keys.begun(route.name);
  let counted: "tries" | "alone" = "tries";

  async function headOf(): Promise<string> {
    const [first] = await redis.xrange(keys.stream(route.name), "-", "+", "COUNT", 1);
    return first?.[0] ?? "";
  }

  return {
    begin: async () => {
      const reply = await runOwned(owner, scripts.beginHead, [place], [await headOf()]);
      const [tries, ...suspects]: readonly unknown[] = Array.isArray(reply) ? reply : [];
      const alone = new Set(suspects.filter((key) => Buffer.isBuffer(key)).map((key) => key.toString("latin1")));
      return Number(tries) > ATTEMPTS || alone.size > 0 ? { suspects: alone, tries: Number(tries) } : undefined;
    },
    tries: async (tried) => {
      counted = "alone";
      await runOwned(owner, scripts.tryKeys, [place], tried.map(keyArgument));
    },
    isGuilty: async (key) => {
      counted = "alone";
      const alone = await runOwned(owner, scripts.suspectKey, [place], [keyArgument(key), ATTEMPTS]);
      return Number(alone) >= ATTEMPTS;
    },
    release: async (released) => void (await runOwned(owner, scripts.releaseKeys, [place], released.map(keyArgument))),
    excuse: async () => void (await runOwned(owner, scripts.excuseHead, [place], [counted])),
    forget: async () => void (await runOwned(owner, scripts.forgetHead, [place], [])),
  };
}
