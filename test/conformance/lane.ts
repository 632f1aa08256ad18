/** One owner of a lane: keys go in as Redis holds them, are mapped by generated code, and are written by the real sink. */
import { createAnswers } from "../../runtime/apply/lookups.ts";
import { assemble } from "../../runtime/apply/assemble.ts";
import { createMapper } from "../../runtime/apply/map-keys.ts";
import { mapPart, type MappedKeys } from "../../runtime/apply/map-part.ts";
import { createRoute, type Route } from "../../runtime/apply/route.ts";
import { settle, type Settled } from "../../runtime/apply/settle.ts";
import { createKeyspace, keyBytes } from "../../runtime/rehearsal/keyspace.ts";
import { modelReads, readKey } from "../../runtime/rehearsal/read-model.ts";
import type { StoredValue } from "../../runtime/rehearsal/story.ts";
import type {
  Checkpoint,
  CommitResult,
  LaneIdentity,
  LaneSession,
  Sink,
  WriteBatch,
} from "../../runtime/sinks/sink.ts";
import { instant, type Instant } from "../../runtime/values/instant.ts";
import type { KitJob } from "./project.ts";

/** Keys with their values, a hash's fields or a document, which may be JSON text; null for a key that is absent. */
export type Keys = Readonly<Record<string, object | string | null>>;

export interface Lane {
  readonly session: LaneSession;
  /** What the claim found. */
  readonly found: Checkpoint;
  /** One transaction for all keys. Rejects where the mapping rejects one of them. */
  commit(keys: Keys, how?: How): Promise<CommitResult>;
  /** As a worker does it: a key that is refused is looked for, and the others are written. */
  settle(keys: Keys): Promise<Settled>;
  map(keys: Keys, when?: When): Promise<MappedKeys>;
  close(): Promise<void>;
}

export type How = Partial<Omit<WriteBatch, "tables">> & When;

export interface When {
  /** When the change was observed. */
  readonly at?: Instant;
  /** When the keys expire. */
  readonly expires?: Instant;
}

/** 2024-06-01 12:00 UTC. */
export const NOON = instant(1_717_243_200_000_000n);

export interface LaneOptions {
  readonly sink: Sink;
  readonly of: KitJob;
  readonly identity?: Partial<LaneIdentity> | undefined;
}

/** Claimed. */
export async function openLane({ sink, of, identity }: LaneOptions): Promise<Lane> {
  const route = createRoute(of.job, "db", sink);
  const session = await sink.openLane({ ...IDENTITY, route: route.name, ...identity });
  const found = await session.claim();
  const map = mapperOf(of, route);

  async function all(keys: Keys, when: When): Promise<MappedKeys["mapped"]> {
    const { mapped, rejected } = await map(keys, when);
    const [first] = rejected;
    if (first !== undefined) throw new Error(`${first.key}: ${first.rejection.code} ${first.rejection.message}`);
    return mapped;
  }

  return {
    session,
    found,
    map,
    commit: async (keys, { at = NOON, expires, ...how } = {}) => {
      const { tables } = assemble(route, await all(keys, { at, ...(expires === undefined ? {} : { expires }) }));
      return session.commit({ mode: "upsert", readAt: undefined, ...how, tables });
    },
    settle: async (keys) =>
      settle({ route, session, readAt: undefined, retried: () => undefined }, await all(keys, {})),
    close: () => session.close(),
  };
}

const IDENTITY = { project: "kit", lane: 0, source: "redis-1", release: "r1" };

function mapperOf({ job, facts }: KitJob, route: Route): Lane["map"] {
  const answers = createAnswers(job, 1);
  const map = createMapper(route, answers);
  const reads = modelReads(job, facts, createKeyspace());
  return (keys, { at = NOON, expires } = {}) => {
    const asked = Object.entries(keys).map(([name, value]) => {
      const stored = value === null ? undefined : { value: storedValue(facts.read.kind, value), expires };
      return { key: keyBytes(name), read: readKey(stored, facts.read), time: at, observed: [at] };
    });
    return mapPart({ map, answers, isWhole: true }, asked, reads);
  };
}

function storedValue(kind: string, value: object | string): StoredValue {
  if (kind === "json") return { kind: "string", text: typeof value === "string" ? value : JSON.stringify(value) };
  if (kind !== "hash") throw new Error(`values of the kind ${kind} are not made here`);
  const fields = Object.entries(value).flatMap(
    ([name, field]: [string, unknown]): readonly (readonly [string, string])[] =>
      field === null || field === undefined ? [] : [[name, String(field)]],
  );
  return { kind: "hash", fields };
}
