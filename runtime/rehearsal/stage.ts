import { createAnswers, type Answers } from "../apply/lookups.ts";
import { createMapper, type MappedKey, type Outcome, type ReadKey } from "../apply/map-keys.ts";
import { mapPart } from "../apply/map-part.ts";
import type { BatchReads } from "../apply/read.ts";
import { createRoute, targetsOf, type Route } from "../apply/route.ts";
import { settle, type Settled } from "../apply/settle.ts";
import type { Job } from "../job.ts";
import type { Instant } from "../values/instant.ts";
import { createModel, type DestinationModel } from "./destination-model.ts";
import type { JobFacts, ProjectFacts } from "./facts.ts";
import { createKeyspace, expiryOfKey, keyBytes, type Keyspace } from "./keyspace.ts";
import { modelReads, readKey } from "./read-model.ts";
import type { StoredValue } from "./story.ts";

/** Why a key's rows were not written. */
export interface Refusal {
  /** `job.target`. */
  readonly route: string;
  readonly code: string;
  readonly message: string;
  /** `file:line` of the column at fault; undefined where it is the row that belongs to another key. */
  readonly site: string | undefined;
}

/** A Redis, a worker and its targets, without a server. */
export interface Stage {
  given(key: string, value: StoredValue, expire: bigint | undefined): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys whose time has come by then go. */
  setClock(now: Instant): Promise<void>;
  model(target: string): DestinationModel;
  /** The key's dead letters, and why it is parked. */
  refusals(key: string): readonly Refusal[];
  /** Keys that have some. */
  refusedKeys(): readonly string[];
}

export interface StageOptions {
  readonly facts: ProjectFacts;
  readonly jobs: readonly Job[];
  readonly start: Instant;
}

/** An empty stage at that time. */
export function createStage({ facts, jobs, start }: StageOptions): Stage {
  let now = start;
  const keyspace = createKeyspace();
  const models = new Map(facts.targets.map(({ name, system }) => [name, createModel(system, () => now)]));
  const model = (target: string): DestinationModel => {
    const found = models.get(target);
    if (found === undefined) throw new Error(`there is no target ${target}`);
    return found;
  };
  const routes = jobs.flatMap((job, index) => {
    const known = facts.jobs[index];
    if (known === undefined) throw new Error(`nothing is known of the job ${job.name}`);
    job.tables.forEach((destination, at) => {
      const said = known.destinations[at];
      if (said === undefined) throw new Error(`nothing is known of ${destination.table} of the job ${job.name}`);
      model(destination.target).know(destination, said);
    });
    return targetsOf(job).map((target) => openRoute({ job, known, target, model: model(target), keyspace }));
  });

  async function change(key: string): Promise<void> {
    for (const route of routes) await route.process([key], now);
    await retry();
  }

  /** A parked key is tried again while that helps one of them. */
  async function retry(): Promise<void> {
    for (const route of routes) {
      for (let before = Infinity; route.parked().length > 0 && route.parked().length < before;) {
        before = route.parked().length;
        await route.process(route.parked(), now);
      }
    }
  }

  return {
    given: async (name, value, expire) => {
      const key = keyBytes(name);
      keyspace.set(key, value, expire === undefined ? undefined : expiryOfKey(now, expire));
      await change(key);
    },
    delete: async (name) => {
      const key = keyBytes(name);
      keyspace.delete(key);
      await change(key);
    },
    setClock: async (time) => {
      now = time;
      for (const key of keyspace.expire(now)) await change(key);
    },
    model,
    refusals: (name) => routes.flatMap((route) => route.refusal(keyBytes(name)) ?? []),
    refusedKeys: () => [...new Set(routes.flatMap((route) => route.refusedKeys()))].map(textOfKey),
  };
}

function textOfKey(key: string): string {
  return Buffer.from(key, "latin1").toString("utf8");
}

interface OpenRoute {
  process(keys: readonly string[], now: Instant): Promise<void>;
  parked(): readonly string[];
  refusal(key: string): Refusal | undefined;
  refusedKeys(): readonly string[];
}

interface RouteOptions {
  readonly job: Job;
  readonly known: JobFacts;
  readonly target: string;
  readonly model: DestinationModel;
  readonly keyspace: Keyspace;
}

interface Mapping {
  readonly route: Route;
  readonly map: (one: ReadKey) => Outcome;
  readonly answers: Answers;
  readonly reads: BatchReads;
}

function openRoute({ job, known, target, model, keyspace }: RouteOptions): OpenRoute {
  const route = createRoute(job, target, model.sink);
  const answers = createAnswers(job, 1);
  const mapping: Mapping = {
    route,
    answers,
    map: createMapper(route, answers),
    reads: modelReads(job, known, keyspace),
  };
  const letters = new Map<string, Refusal>();
  const parked = new Map<string, Refusal>();
  const forget = (key: string): void => {
    letters.delete(key);
    parked.delete(key);
  };

  const refuse = (key: string, refusal: Refusal): void => {
    parked.delete(key);
    letters.set(key, refusal);
  };

  async function process(keys: readonly string[], now: Instant): Promise<void> {
    const own = keys.filter((key) => job.pattern.regex.test(key));
    if (own.length === 0) return;
    // What a lookup may keep for a while is looked up anew: a test has no such whiles.
    answers.clear();
    const asked = own.map((key) => {
      return { key, read: readKey(keyspace.get(key), known.read), time: now, observed: [now] };
    });
    const { mapped, rejected, gone, passedOver } = await mapPart({ ...mapping, isWhole: true }, asked, mapping.reads);
    for (const { key, rejection } of rejected) {
      const { code, message, site } = rejection;
      refuse(key, { route: route.name, code, message, site: `${site.file}:${site.line}` });
    }
    gone.forEach(forget);
    passedOver.forEach((key) => parked.delete(key));
    const settled = await write(route, mapped);
    for (const { key } of settled.done) forget(key);
    for (const { item, code, message } of settled.refused)
      refuse(item.key, { route: route.name, code, message, site: undefined });
    for (const { item, code, message } of settled.parked) {
      letters.delete(item.key);
      parked.set(item.key, { route: route.name, code, message, site: undefined });
    }
  }

  return {
    process,
    parked: () => [...parked.keys()],
    refusal: (key) => letters.get(key) ?? parked.get(key),
    refusedKeys: () => [...letters.keys(), ...parked.keys()],
  };
}

async function write(route: Route, mapped: readonly MappedKey[]): Promise<Settled> {
  const session = await route.sink.openLane({ ...LANE, route: route.name });
  return settle({ route, session, readAt: undefined, retried: () => undefined }, mapped);
}

const LANE = { project: "", lane: 0, source: undefined, release: "" };
