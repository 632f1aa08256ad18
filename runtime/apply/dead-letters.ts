import type { Redis } from "ioredis";
import type { LaneKeys } from "../control/keys.ts";
import type { RuntimeCode } from "../errors.ts";
import { keyArgument, type Argument } from "./lua.ts";
import { runOwned, type LaneOwner } from "./owner.ts";
import { RouteHalt, type ApplyContext, type Route } from "./route.ts";
import { showKey, snapshotOf } from "./snapshot.ts";

/** What is stored for a dead-lettered key, as JSON; the key's own bytes are the field of the hash. */
export interface DeadLetter {
  readonly code: RuntimeCode;
  readonly message: string;
  /** The key for people. */
  readonly key: string;
  /** `file:line` in the .rdi file, where it is known. */
  readonly site: string | undefined;
  /** The value at fault, where it is known and may be shown. */
  readonly found: string | undefined;
  readonly value: Readonly<Record<string, string | null>> | undefined;
  readonly attempts: number;
  /** ms. */
  readonly firstTime: number;
  readonly lastTime: number;
}

/** A key that is to be dead-lettered. */
export interface Reject {
  readonly key: string;
  readonly code: RuntimeCode;
  readonly message: string;
  readonly site?: string | undefined;
  readonly found?: string | undefined;
  readonly value?: unknown;
}

/** The dead letters of one route and lane. Their owner is the only writer, so which keys they hold is remembered here. */
export interface DeadLetters {
  load(): Promise<void>;
  /** Writes them before the stream entries are removed. Rejects with {@link RouteHalt} when they are full and the route is to halt. */
  put(rejects: readonly Reject[]): Promise<void>;
  /** Forgets keys that succeeded. */
  clear(keys: Iterable<string>): Promise<void>;
  has(key: string): boolean;
  readonly size: number;
}

export function createDeadLetters(context: ApplyContext, route: Route, keys: LaneKeys, owner: LaneOwner): DeadLetters {
  const { redis, scripts, metrics, lanes } = context;
  const place = { all: keys.dead(route.name), why: keys.deadWhy(route.name) };
  const labels = { job: route.job.name, target: route.target };
  const { deadLetters: limit, deadLettersFull: full } = route.job.delivery;
  const laneLimit = Math.max(1, Math.ceil(limit / lanes));
  let held = new Set<string>();

  function show(): void {
    metrics.deadLetters.set({ ...labels, lane: keys.lane }, held.size);
  }

  async function put(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    const now = Date.now();
    const args: Argument[] = [laneLimit, full, now];
    for (const reject of rejects) {
      const before = held.has(reject.key) ? await stored(redis, place.why, reject.key) : undefined;
      args.push(keyArgument(reject.key), JSON.stringify(letterOf(reject, route, before, now)));
    }
    const dropped = await runOwned(owner, scripts.putDeadLetters, [place.all, place.why], args);
    if (!Array.isArray(dropped)) throw fullError(route, laneLimit);
    for (const { key, code } of rejects) {
      held.add(key);
      metrics.deadLettersTotal.inc({ ...labels, code });
    }
    for (const key of dropped) held.delete(Buffer.isBuffer(key) ? key.toString("latin1") : String(key));
    if (dropped.length > 0) {
      metrics.dropped.inc({ ...labels, code: "RDI5041" }, dropped.length);
      context.log.warn(
        { route: route.name, dropped: dropped.length, limit },
        "dead letters are full; the oldest were dropped",
      );
    }
    show();
  }

  return {
    put,
    load: async () => {
      held = await fieldsOf(redis, place.why);
      show();
    },
    clear: async (done) => {
      if (held.size === 0) return;
      const healed = [...done].filter((key) => held.has(key));
      if (healed.length === 0) return;
      await runOwned(owner, scripts.clear, [place.all, place.why], healed.map(keyArgument));
      for (const key of healed) held.delete(key);
      show();
    },
    has: (key) => held.has(key),
    get size() {
      return held.size;
    },
  };
}

/** The fields of a hash of keys, as latin1 strings. */
export async function fieldsOf(redis: Redis, hash: string): Promise<Set<string>> {
  const fields = await redis.hkeysBuffer(hash);
  return new Set(fields.map((field) => field.toString("latin1")));
}

function letterOf(reject: Reject, route: Route, before: Partial<DeadLetter> | undefined, now: number): DeadLetter {
  return {
    code: reject.code,
    message: reject.message,
    key: showKey(reject.key),
    site: reject.site,
    found: reject.found,
    value: snapshotOf(reject.value, route.job.read.sensitive),
    attempts: (before?.attempts ?? 0) + 1,
    firstTime: before?.firstTime ?? now,
    lastTime: now,
  };
}

async function stored(redis: Redis, hash: string, key: string): Promise<Partial<DeadLetter> | undefined> {
  const json = await redis.hget(hash, keyArgument(key));
  if (json === null) return undefined;
  const parsed: unknown = JSON.parse(json);
  return typeof parsed === "object" && parsed !== null ? parsed : undefined;
}

function fullError(route: Route, limit: number): RouteHalt {
  return new RouteHalt(
    "RDI5041",
    `The dead letters of ${route.name} are full (${limit} in this lane). Repair or purge them, or choose dead_letters_full: drop_oldest, then start again.`,
  );
}
