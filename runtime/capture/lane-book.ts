import { laneKeys, type LaneKeys } from "../control/keys.ts";
import type { Attachment } from "./attach.ts";
import type { CaptureRoute } from "./capture-options.ts";
import type { GapCause } from "./gap.ts";
import type { Position } from "./position.ts";
import type { SavedLane } from "./position-store.ts";

/** What a session knows about its lanes. */
export interface LaneBook {
  readonly lanes: readonly LaneEntry[];
  /** The control keys whose loss is a gap, and whose they are. */
  readonly guarded: ReadonlyMap<string, GuardedKey>;
}

export interface LaneEntry {
  readonly keys: LaneKeys;
  /** The saved position, in the present history. */
  position: Position;
  /** What stands there as the saved position, if this session is the only one that writes it. */
  saved: string | undefined;
  /** For each route, the sweep that the next flush has to record. */
  raises: (GapCause | undefined)[];
  /** For each route, what its stream held when that was last heard of. */
  bytes: readonly (number | undefined)[];
  /** What is saved names another history, or nothing at all. */
  stale: boolean;
}

interface GuardedKey {
  readonly what: "position" | "stream" | "sweep marks" | "parked keys" | "dead letters";
  readonly lane: number;
  /** Undefined for the position, which all routes of the lane share. */
  readonly route: number | undefined;
}

export function allLaneKeys(project: string, lanes: number): readonly LaneKeys[] {
  return Array.from({ length: lanes }, (_, lane) => laneKeys(project, lane, lanes));
}

/** Opens the book of a session from what was read back and how the stream was joined. */
export function openLaneBook(
  keys: readonly LaneKeys[],
  routes: readonly CaptureRoute[],
  saved: readonly SavedLane[],
  attachment: Attachment,
): LaneBook {
  return {
    lanes: keys.map((lane, index) => openLane(lane, saved[index], attachment, attachment.kept[index] ?? false)),
    guarded: new Map(keys.flatMap((lane, index) => guardedKeys(lane, index, routes))),
  };
}

function guardedKeys(keys: LaneKeys, lane: number, routes: readonly CaptureRoute[]): [string, GuardedKey][] {
  return [
    [keys.position, { what: "position", lane, route: undefined }],
    ...routes.flatMap(({ name }, route): [string, GuardedKey][] => [
      [keys.stream(name), { what: "stream", lane, route }],
      [keys.sweep(name), { what: "sweep marks", lane, route }],
      [keys.parked(name), { what: "parked keys", lane, route }],
      [keys.parkedWhy(name), { what: "parked keys", lane, route }],
      [keys.dead(name), { what: "dead letters", lane, route }],
      [keys.deadWhy(name), { what: "dead letters", lane, route }],
    ]),
  ];
}

function openLane(
  keys: LaneKeys,
  saved: SavedLane | undefined,
  { start, present }: Attachment,
  kept: boolean,
): LaneEntry {
  const position = kept ? saved?.position : undefined;
  const begin = present === start.offset ? start : { ...start, offset: present, database: undefined };
  return {
    keys,
    position: { ...(position ?? begin), replid: start.replid },
    saved: saved?.text,
    raises: (saved?.missing ?? []).map((cause) => cause ?? (position === undefined ? "gap" : undefined)),
    bytes: (saved?.missing ?? []).map(() => undefined),
    stale: position?.replid !== start.replid,
  };
}

/** Notes that a sweep is needed, of one route or of all. */
export function raise(lane: LaneEntry, cause: GapCause, route?: number): void {
  lane.raises = lane.raises.map((current, index) => (route === undefined || route === index ? cause : current));
}

export function needsRaise(lane: LaneEntry): boolean {
  return lane.raises.some((cause) => cause !== undefined);
}
