import type { Redis } from "ioredis";
import type { CommandReader } from "./command-reader.ts";
import type { CaptureScripts } from "./capture-scripts.ts";
import type { CaptureContext } from "./context.ts";
import { type ChangedMembers, membersOf } from "./changed-members.ts";
import {
  clearKeys,
  type DirtySet,
  restoreKeys,
  restoreMembers,
  type RouteKeys,
  takeKeys,
  takeMembers,
} from "./dirty-set.ts";
import { flushLane, type Saved } from "./flush.ts";
import type { GapCause } from "./gap.ts";
import { type LaneBook, type LaneEntry, needsRaise, raise } from "./lane-book.ts";
import { RetryError } from "./link-errors.ts";
import { encodePosition, type Position } from "./position.ts";

/** A lane that nothing happened in follows the stream at the latest after so many bytes of our own or of the protocol's. */
const IDLE_BYTES = 64 * 1024;
/** A server that stays read-only was demoted: a new connection may lead to the new primary. */
const READ_ONLY_LIMIT_MS = 5000;

/**
 * Carries the dirty set to Redis, one flush at a time; what changes meanwhile is gathered for the next.
 *
 *     idle ──request()──▶ gathering ──windowMs──▶ writing ──▶ idle, or gathering when more has come
 *                             ▲                      │ refused: keys are put back
 *                             └───── back-off ◀──────┘
 */
export interface Flusher {
  /** There is something to write. */
  request(): void;
  /** Resolves when everything that was to be written at the call is written. */
  settled(): Promise<void>;
  /** Rejects when the session has to end. */
  readonly failed: Promise<never>;
  readonly isRefused: () => boolean;
  close(): void;
}

export interface FlusherParts {
  readonly context: CaptureContext;
  readonly client: Redis;
  readonly scripts: CaptureScripts;
  readonly book: LaneBook;
  readonly dirty: DirtySet;
  /** The last boundary of the stream. */
  readonly reader: CommandReader;
  /** Every lane's position is saved, and nothing was refused. */
  readonly onSaved: () => void;
}

interface FlusherState extends FlusherParts {
  timer: NodeJS.Timeout | undefined;
  writing: Promise<void> | undefined;
  refusals: number;
  readOnlySince: number | undefined;
  idleDue: boolean;
  closed: boolean;
  reject: (error: unknown) => void;
}

export function createFlusher(parts: FlusherParts): Flusher {
  const state: FlusherState = {
    ...parts,
    timer: undefined,
    writing: undefined,
    refusals: 0,
    readOnlySince: undefined,
    idleDue: false,
    closed: false,
    reject: () => undefined,
  };
  const failed = new Promise<never>((_, reject) => (state.reject = reject));
  failed.catch(() => undefined);
  const idle = setInterval(() => {
    state.idleDue = true;
    request(state);
  }, parts.context.limits.idleMs);
  return {
    request: () => request(state),
    settled: () => settle(state),
    failed,
    isRefused: () => state.refusals > 0,
    close() {
      state.closed = true;
      clearInterval(idle);
      clearTimeout(state.timer);
    },
  };
}

function request(state: FlusherState): void {
  forgetWhatIsTooMuch(state);
  if (state.closed || state.timer !== undefined || state.writing !== undefined) return;
  const { windowMs, retryMinMs, retryMaxMs } = state.context.limits;
  const pause = state.refusals === 0 ? windowMs : Math.min(retryMaxMs, retryMinMs * 2 ** (state.refusals - 1));
  state.timer = setTimeout(() => {
    state.timer = undefined;
    // Its keys wait for its end.
    if (state.reader.inTransaction()) request(state);
    else void write(state);
  }, pause);
}

function write(state: FlusherState): Promise<void> {
  state.writing ??= writeAll(state)
    .catch(state.reject)
    .finally(() => {
      state.writing = undefined;
      if (state.dirty.size > 0 || state.book.lanes.some(needsRaise)) request(state);
    });
  return state.writing;
}

async function settle(state: FlusherState): Promise<void> {
  await state.writing;
  state.idleDue = true;
  // The position stays before a transaction whose end has not arrived, and so does everything since; the next session reads it again.
  if (!state.reader.inTransaction()) await write(state);
}

async function writeAll(state: FlusherState): Promise<void> {
  const position = state.reader.position();
  const starts = state.dirty.seen;
  const members = takeMembers(state.dirty);
  const changed = takeKeys(state.dirty);
  const idleDue = state.idleDue;
  state.idleDue = false;
  const results = await Promise.all(
    state.book.lanes.map((lane, index) => {
      const keys = changed[index] ?? [];
      return isDue(state, lane, keys, position, idleDue)
        ? writeLane(state, { index, lane, changed: keys, starts, members, boundary: position })
        : undefined;
    }),
  );
  const reason = results.find((each) => each !== undefined);
  if (reason === undefined) accepted(state);
  else refused(state, reason);
}

function isDue(state: FlusherState, lane: LaneEntry, keys: RouteKeys, position: Position, idleDue: boolean): boolean {
  if (lane.stale || needsRaise(lane) || keys.some((route) => route.length > 0)) return true;
  const behind = position.offset - lane.position.offset;
  return idleDue && behind > 0 && (state.reader.foreignOffset() >= lane.position.offset || behind > IDLE_BYTES);
}

interface DueLane {
  readonly index: number;
  readonly lane: LaneEntry;
  readonly changed: RouteKeys;
  readonly starts: ReadonlyMap<string, number>;
  /** Of all lanes. */
  readonly members: ChangedMembers;
  /** The last boundary of the stream. */
  readonly boundary: Position;
}

/**
 * Returns the reason when Redis refused. That a sweep is needed is written first, by itself: it is taken at the memory limit too, where keys are
 * refused, and the position stays until they are not.
 */
async function writeLane(
  state: FlusherState,
  { index, lane, changed, starts, members, boundary }: DueLane,
): Promise<string | undefined> {
  const hasKeys = changed.some((keys) => keys.length > 0);
  while (hasKeys && needsRaise(lane)) {
    const nothing = changed.map(() => []);
    const refusal = await writeOnce(state, { index, lane, changed: nothing, starts, members, boundary: lane.position });
    if (refusal === undefined) continue;
    putBack(state, { index, changed, starts, members });
    return refusal;
  }
  // A lane that was ahead of the others when the session began keeps its position until the stream has come that far.
  return writeOnce(state, {
    index,
    lane,
    changed,
    starts,
    members,
    boundary: boundary.offset < lane.position.offset ? lane.position : boundary,
  });
}

async function writeOnce(
  state: FlusherState,
  { index, lane, changed, starts, members, boundary: position }: DueLane,
): Promise<string | undefined> {
  const { keys, saved, bytes, raises } = lane;
  lane.raises = raises.map(() => undefined);
  const { routes } = state.context;
  const budget = state.context.limits.streamBytes;
  const flush = { keys, routes, changed, starts, members: membersOf(members), position, saved, raises, bytes, budget };
  const result = await flushLane(state.client, state.scripts, flush);
  if (result.kind === "superseded") throw new RetryError("another process captures, and has moved a position");
  if (result.kind === "saved") {
    lane.position = position;
    lane.saved = encodePosition(position);
    lane.bytes = result.bytes;
    lane.stale = false;
    report(state, index, raises, result);
    return undefined;
  }
  putBack(state, { index, changed, starts, members });
  lane.raises = lane.raises.map((cause, route) => cause ?? raises[route]);
  if (result.kind === "refused") return result.reason;
  if (result.isPositionSaved) lane.saved = encodePosition(position);
  raise(lane, "control_keys_lost");
  return result.error.message;
}

function putBack(
  { dirty }: FlusherState,
  { index, changed, starts, members }: Pick<DueLane, "index" | "changed" | "starts" | "members">,
): void {
  restoreMembers(dirty, changed, members);
  restoreKeys(dirty, index, { keys: changed, starts });
}

function report(
  state: FlusherState,
  index: number,
  raises: readonly (GapCause | undefined)[],
  { keys, entries, overflowed }: Saved,
): void {
  const { events, log, routes } = state.context;
  overflowed.forEach((isOverflow, route) => {
    const name = routes[route]?.name;
    if (!isOverflow || name === undefined) return;
    log.warn(
      { route: name, lane: index },
      "the changes that wait reached their budget: they are dropped, and a sweep finds them",
    );
    events.raised?.(name, index, "overflow");
  });
  raises.forEach((cause, route) => {
    const name = routes[route]?.name;
    if (cause === undefined || name === undefined) return;
    log.info({ route: name, lane: index, cause }, "a sweep is needed");
    events.raised?.(name, index, cause);
  });
  if (entries > 0) events.flushed?.(keys, entries, state.book.lanes[index]?.position.offset ?? 0);
}

function accepted(state: FlusherState): void {
  state.readOnlySince = undefined;
  state.onSaved();
  if (state.refusals === 0) return;
  state.refusals = 0;
  state.context.log.info({}, "Redis takes writes again");
  state.context.setPhase("streaming");
}

function refused(state: FlusherState, reason: string): void {
  state.refusals++;
  if (state.refusals === 1) {
    state.context.log.warn({ reason }, "Redis refuses writes; changed keys are kept and tried again");
    state.context.setPhase("refused");
  }
  state.context.events.refused?.(reason);
  if (!reason.includes("READONLY")) return;
  state.readOnlySince ??= performance.now();
  if (performance.now() - state.readOnlySince > READ_ONLY_LIMIT_MS) throw new RetryError(reason);
}

/** The positions do not move before the sweep is recorded that makes up for it. */
function forgetWhatIsTooMuch({ dirty, book, context }: FlusherState): void {
  if (dirty.size <= context.limits.dirtyKeys && dirty.bytes <= context.limits.dirtyBytes) return;
  context.log.warn(
    { keys: dirty.size, bytes: dirty.bytes },
    "more changed keys than may be kept: they are forgotten, and a sweep finds them",
  );
  book.lanes.forEach((lane, index) => {
    dirty.lanes[index]?.routes.forEach((keys, route) => {
      if (keys.length > 0) raise(lane, "overflow", route);
    });
  });
  clearKeys(dirty);
}
