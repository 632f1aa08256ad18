import type { Redis } from "ioredis";
import { keyArgument } from "../apply/lua.ts";
import type { Route } from "../apply/route.ts";
import type { LaneKeys } from "../control/keys.ts";
import { laneOfSlot, slotOf } from "../control/slots.ts";
import { createFeeder, type Feeder } from "../sweep/feeder.ts";
import { missingKeys } from "../sweep/missing-keys.ts";
import { scanKeys } from "../sweep/scan-keys.ts";
import type { Difference, Looker } from "./look.ts";
import type { Passing } from "./passing.ts";
import { evidenceOf, settleSuspects, type Verdict } from "./settle-suspects.ts";

export interface RouteCheck {
  readonly redis: Redis;
  /** With the tables that are compared. */
  readonly route: Route;
  readonly lanes: readonly LaneKeys[];
  readonly look: Looker;
  readonly passing: Passing;
  readonly repair: boolean;
  readonly signal: AbortSignal;
  /** Told of each key that differs in the end, with what became of it. */
  readonly found: (verdict: Verdict, isRepaired: boolean) => void;
  /** Told when all rows whose key is gone were removed. */
  readonly goneRepaired: () => void;
  /** Told now and then. */
  readonly moved: (counts: RouteCounts, share: number) => void;
}

export type RouteCounts = { -readonly [Name in keyof typeof NOTHING]: number };

const NOTHING = {
  keys: 0,
  rows: 0,
  /** Owners of stored rows whose keys were looked for. */
  owners: 0,
  differing: 0,
  repaired: 0,
  rejected: 0,
  parked: 0,
  frozen: 0,
  changing: 0,
  waiting: 0,
  /** Rows whose key is gone that the repair left, since they are too many. */
  braked: 0,
} as const;

/** Beyond this share, and this number, a repair removes nothing: as of a sweep. */
const BRAKE_SHARE = 0.1;
const BRAKE_FLOOR = 100;
/** Keys that are looked at again together, since each look waits until the lanes have passed; and how long what was seen of them may be. */
const SUSPECTS = 20_000;
const SUSPECTS_LENGTH = 8 * 1024 * 1024;

/** Compares all keys with their rows, then all rows with their keys. Memory does not grow with either. */
export async function verifyRoute(check: RouteCheck): Promise<RouteCounts> {
  const counts: RouteCounts = { ...NOTHING };
  const present = createSuspects(check, counts);
  for await (const { keys, share } of scanKeys(check.redis, check.route.job.pattern, { signal: check.signal })) {
    const { looks, rows } = await check.look(keys);
    counts.keys += looks.size;
    counts.rows += rows;
    for (const [key, { kind, differences }] of looks) {
      if (kind === "differs") present.add(key, differences);
      else if (kind !== "equal") counts[kind]++;
    }
    if (present.full()) await present.settle(check.repair);
    check.moved(counts, share);
  }
  await present.settle(check.repair);
  await verifyGone(check, counts);
  return counts;
}

async function verifyGone(check: RouteCheck, counts: RouteCounts): Promise<void> {
  const gone = createSuspects(check, counts);
  const before = counts.differing;
  const tables = check.route.tables.filter(({ owners }) => owners !== undefined).length;
  for await (const { owners, missing } of missingKeys(check.redis, check.route, { signal: check.signal })) {
    counts.owners += owners;
    for (const key of missing) gone.add(key, []);
    if (gone.full()) await gone.settle(false);
    // As many owners as keys, as far as anybody knows.
    check.moved(counts, Math.min(0.99, counts.owners / Math.max(1, counts.keys * tables)));
  }
  await gone.settle(false);
  const many = counts.differing - before;
  if (!check.repair || many === 0) return;
  if (many > Math.max(BRAKE_FLOOR, BRAKE_SHARE * counts.owners)) {
    counts.braked = many;
    return;
  }
  const feeder = feederOf(check);
  let left = 0;
  for await (const { missing } of missingKeys(check.redis, check.route, { signal: check.signal }))
    await feeder.name(missing);
  await feeder.drained();
  for await (const { missing } of missingKeys(check.redis, check.route, { signal: check.signal }))
    left += missing.length;
  counts.repaired += Math.max(0, many - left);
  if (left === 0) check.goneRepaired();
}

interface Suspects {
  add(key: string, differences: readonly Difference[]): void;
  full(): boolean;
  settle(repair: boolean): Promise<void>;
}

function createSuspects(check: RouteCheck, counts: RouteCounts): Suspects {
  let suspects = new Map<string, string>();
  let length = 0;

  function add(key: string, differences: readonly Difference[]): void {
    const evidence = evidenceOf(differences);
    suspects.set(key, evidence);
    length += key.length + evidence.length;
  }

  async function settle(repair: boolean): Promise<void> {
    if (suspects.size === 0) return;
    const differing = (await verdictsOf(check, counts, suspects)).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    suspects = new Map();
    length = 0;
    counts.differing += differing.length;
    const left = repair ? await repairKeys(check, counts, differing) : new Set(differing.map(({ key }) => key));
    for (const verdict of differing) {
      const isRepaired = !left.has(verdict.key);
      if (isRepaired) counts.repaired++;
      check.found(verdict, isRepaired);
    }
  }

  return {
    add,
    full: () => suspects.size >= SUSPECTS || length >= SUSPECTS_LENGTH,
    settle,
  };
}

/** Those that differ. What waits elsewhere is counted. */
async function verdictsOf(
  check: RouteCheck,
  counts: RouteCounts,
  suspects: ReadonlyMap<string, string>,
): Promise<readonly Verdict[]> {
  const differing: Verdict[] = [];
  for (const verdict of await settleSuspects(suspects, check.look, check.passing)) {
    if (verdict.kind === "differs") differing.push(verdict);
    else if (verdict.kind !== "equal") counts[verdict.kind]++;
  }
  return setAside(check, counts, differing);
}

/** Keys that are dead-lettered or parked keep the rows that they had. */
async function setAside(
  { redis, route, lanes }: RouteCheck,
  counts: RouteCounts,
  verdicts: readonly Verdict[],
): Promise<readonly Verdict[]> {
  if (verdicts.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const { key } of verdicts) {
    const lane = lanes[laneOfSlot(slotOf(key), lanes.length)];
    pipeline.hexists(lane?.deadWhy(route.name) ?? "", keyArgument(key));
    pipeline.zscore(lane?.parked(route.name) ?? "", keyArgument(key));
  }
  const replies = (await pipeline.exec()) ?? [];
  return verdicts.filter((_, at) => {
    const [[deadError, dead] = [null, 0], [parkedError, parked] = [null, null]] = replies.slice(2 * at, 2 * at + 2);
    if (deadError !== null) throw deadError;
    if (parkedError !== null) throw parkedError;
    if (dead === 1) counts.rejected++;
    else if (parked !== null) counts.parked++;
    return dead !== 1 && parked === null;
  });
}

/** Lets the worker read the keys once more. Returns those that differ still. */
async function repairKeys(
  check: RouteCheck,
  counts: RouteCounts,
  verdicts: readonly Verdict[],
): Promise<ReadonlySet<string>> {
  if (verdicts.length === 0) return new Set();
  const feeder = feederOf(check);
  await feeder.name(verdicts.map(({ key }) => key));
  await feeder.drained();
  const again = new Map(verdicts.map(({ key, differences }) => [key, evidenceOf(differences)]));
  const left = await verdictsOf(check, counts, again);
  return new Set(left.map(({ key }) => key));
}

/** What a repair may have waiting in a stream, whatever the project's budget. */
const REPAIR_BYTES = 1024 * 1024;

/** Entries of a sweep append no rows. */
function feederOf({ redis, route, lanes, signal }: RouteCheck): Feeder {
  const streams = lanes.map((lane) => ({ stream: lane.stream(route.name), sweep: lane.sweep(route.name) }));
  return createFeeder({ redis, streams, budget: REPAIR_BYTES, sweep: "verify", signal });
}
