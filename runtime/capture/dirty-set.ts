import { laneOfSlot, slotOf } from "../control/slots.ts";
import type { KeyPattern } from "../job.ts";
import type { KeyStates } from "../key-states.ts";
import { addMembers, noMembers, type ChangedMembers } from "./changed-members.ts";
import type { CaptureRoute } from "./capture-options.ts";
import { keyMatcher, type KeyMatcher } from "./key-matcher.ts";

/** Changed keys of one lane, one list a route. */
export type RouteKeys = readonly (readonly string[])[];

/** The keys that changed since the last flush, sorted by lane and route; each is looked at once however often it changes. */
export interface DirtySet {
  readonly lanes: readonly LaneKeysOf[];
  /** Where each lane's changes are already in its streams; commands that begin before are dropped. */
  readonly floors: readonly number[];
  readonly match: KeyMatcher<WatchedPattern>;
  readonly onUnmatched: (job: string, key: string) => void;
  /** Keys that are in `lanes`, and where the last command begins that changed each of them. */
  seen: Map<string, number>;
  readonly seenUnmatched: Set<string>;
  /** Of keys that are in `lanes`. */
  members: ChangedMembers;
  size: number;
  /** What `seen` takes in memory, roughly. */
  bytes: number;
}

/** A string's header, its places in the set and in the lists of its routes. */
const KEY_BYTES = 96;
const MEMBER_BYTES = 64;

interface LaneKeysOf {
  routes: string[][];
  size: number;
}

interface WatchedPattern {
  readonly pattern: KeyPattern;
  readonly job: string;
  readonly routes: readonly number[];
  readonly memberwise: boolean;
}

/** Names that match nothing are remembered, to be reported once, up to this number. */
const UNMATCHED_LIMIT = 10_000;

export function createDirtySet(options: {
  readonly routes: readonly CaptureRoute[];
  readonly keys?: KeyStates | undefined;
  readonly floors: readonly number[];
  readonly onUnmatched: (job: string, key: string) => void;
}): DirtySet {
  const { routes, keys, floors, onUnmatched } = options;
  return {
    lanes: floors.map(() => ({ routes: routes.map(() => []), size: 0 })),
    floors: [...floors],
    match: keyMatcher(watchedPatterns(routes), keys),
    onUnmatched,
    seen: new Map(),
    seenUnmatched: new Set(),
    members: noMembers(),
    size: 0,
    bytes: 0,
  };
}

/** The routes of one job share its pattern. */
function watchedPatterns(routes: readonly CaptureRoute[]): readonly WatchedPattern[] {
  const watched = new Map<string, WatchedPattern & { routes: number[] }>();
  routes.forEach(({ job, pattern, memberwise = false }, index) => {
    const known = watched.get(job);
    if (known === undefined) watched.set(job, { pattern, job, routes: [index], memberwise });
    else known.routes.push(index);
  });
  return [...watched.values()];
}

/** Adds a key of a command that begins at `start`. */
export function addKey(dirty: DirtySet, key: string, start: number): void {
  if (dirty.members.byKey.size > 0) dirty.members.byKey.delete(key);
  if (dirty.seen.has(key)) return void dirty.seen.set(key, start);
  const { owners, begun } = dirty.match(key);
  for (const { routes } of owners) addMatched(dirty, key, start, routes);
  if (begun.length > owners.length)
    countUnmatched(
      dirty,
      key,
      begun.filter((watched) => !owners.includes(watched)),
    );
}

/** Whether somebody cares which members of the key's value change. */
export function asksForMembers(dirty: DirtySet, key: string): boolean {
  return dirty.match(key).owners.some(({ memberwise }) => memberwise);
}

/** The same for a command that changed nothing but these members of the key's value. */
export function addKeyMembers(
  dirty: DirtySet,
  { key, members, start }: { readonly key: string; readonly members: readonly string[]; readonly start: number },
): void {
  if (dirty.seen.has(key)) {
    dirty.seen.set(key, start);
    if (!dirty.members.byKey.has(key)) return;
  } else addKey(dirty, key, start);
  if (!dirty.seen.has(key)) return;
  const bytes = members.reduce((sum, member) => sum + member.length + MEMBER_BYTES, 0);
  if (addMembers(dirty.members, key, members)) dirty.bytes += bytes;
}

function addMatched(dirty: DirtySet, key: string, start: number, routes: readonly number[]): void {
  const index = laneOfSlot(slotOf(key), dirty.lanes.length);
  const lane = dirty.lanes[index];
  if (lane === undefined || start < (dirty.floors[index] ?? 0)) return;
  for (const route of routes) lane.routes[route]?.push(key);
  lane.size += routes.length;
  remember(dirty, key, start);
}

function remember(dirty: DirtySet, key: string, start: number): void {
  if (dirty.seen.has(key)) return;
  dirty.seen.set(key, start);
  dirty.size++;
  dirty.bytes += key.length + KEY_BYTES;
}

function countUnmatched(dirty: DirtySet, key: string, unmatched: readonly WatchedPattern[]): void {
  if (dirty.seenUnmatched.has(key)) return;
  if (dirty.seenUnmatched.size >= UNMATCHED_LIMIT) dirty.seenUnmatched.clear();
  dirty.seenUnmatched.add(key);
  for (const { job } of unmatched) dirty.onUnmatched(job, key);
}

/** Takes out all keys; keys that change from now on count anew. */
export function takeKeys(dirty: DirtySet): readonly RouteKeys[] {
  const taken = dirty.lanes.map((lane) => lane.routes);
  clearKeys(dirty);
  return taken;
}

/** Keys of which only these members changed. To be called before their keys are taken out. */
export function takeMembers(dirty: DirtySet): ChangedMembers {
  const taken = dirty.members;
  dirty.members = noMembers();
  return taken;
}

/** Forgets all keys. */
export function clearKeys(dirty: DirtySet): void {
  for (const lane of dirty.lanes) {
    if (lane.size === 0) continue;
    lane.routes = lane.routes.map(() => []);
    lane.size = 0;
  }
  // Whoever took the keys may still ask where they changed.
  dirty.seen = new Map();
  dirty.seenUnmatched.clear();
  dirty.members = noMembers();
  dirty.size = 0;
  dirty.bytes = 0;
}

/** A lane's keys that were taken. */
export interface TakenKeys {
  readonly keys: RouteKeys;
  /** As it was `seen` when they were taken. */
  readonly starts: ReadonlyMap<string, number>;
}

/** Puts a lane's keys back that could not be written, in front of those that changed meanwhile. */
export function restoreKeys(dirty: DirtySet, index: number, { keys, starts }: TakenKeys): void {
  const lane = dirty.lanes[index];
  if (lane === undefined) return;
  lane.routes = lane.routes.map((current, route) => [...new Set([...(keys[route] ?? []), ...current])]);
  lane.size = lane.routes.reduce((size, route) => size + route.length, 0);
  for (const route of keys) for (const key of route) remember(dirty, key, starts.get(key) ?? 0);
}

/** The members of these keys, before the keys themselves are put back. A key that is whole here or there stays so. */
export function restoreMembers(dirty: DirtySet, keys: RouteKeys, { byKey }: ChangedMembers): void {
  for (const key of new Set(keys.flat())) {
    const before = byKey.get(key);
    const isWholeNow = dirty.seen.has(key) && !dirty.members.byKey.has(key);
    if (before === undefined || isWholeNow) dirty.members.byKey.delete(key);
    else addMembers(dirty.members, key, before.members);
  }
}
