import { everyWord } from "./command-table.ts";
import type { CommandPlan, CommandTable } from "./command-plan.ts";
import { endCommand, UNKNOWN_NAME } from "./command-end.ts";
import type { CommandSink, CommandState } from "./command-state.ts";
import { CONTROL_PREFIX, holdsReasons } from "../control/keys.ts";
import { OutOfStepError } from "./link-errors.ts";
import { MOST_MEMBERS } from "./changed-members.ts";
import { findPlan, type IndexedPlan, indexPlans, type PlanIndex } from "./plan-index.ts";
import type { Position } from "./position.ts";

/**
 * Reads the command stream: an unbroken sequence of RESP arrays of bulk strings, cut anywhere into chunks.
 *
 *     array header ──▶ bulk header ──▶ wanted bytes ──▶ bulk header …  ──▶ array header
 *          ▲                └────────▶ skipped bytes ──┘       (after the last bulk)
 *
 * Only names and keys are looked at; every other byte is stepped over by length. The offset counts every byte.
 */
export interface CommandReader {
  read(chunk: Buffer): void;
  /** The end of the last command outside MULTI … EXEC. */
  position(): Position;
  /** Between MULTI and EXEC: what was named since MULTI lies behind the position. */
  inTransaction(): boolean;
  /** Where the last command began that was neither the protocol's nor on control keys; -1 before the first. */
  foreignOffset(): number;
  /** For a table that was loaded again. */
  use(table: CommandTable): void;
}

const ARRAY_HEADER = 0;
const BULK_HEADER = 1;
const WANTED = 2;
const SKIPPED = 3;

const STAR = 0x2a;
const DOLLAR = 0x24;
const CARRIAGE_RETURN = 0x0d;
const NEWLINE = 0x0a;
const ZERO = 0x30;

type MembersPlan = Extract<CommandPlan, { kind: "members" }>;

const NO_PLAN: CommandPlan = { kind: "none", name: "" };
const CONTROL_BYTES = Buffer.from(CONTROL_PREFIX, "latin1");
const ANY_WORD = 0x7fffffff;

interface State extends CommandState {
  plans: PlanIndex;
  replid: string;
  /** Bytes of the stream before the present chunk. */
  base: number;
  phase: number;
  /** The number of the present header; -1 before its first byte. */
  number: number;
  /** Bytes of the present bulk, its end included, that are still to come. */
  left: number;
  /** A wanted bulk that is spread over chunks. */
  held: Buffer;
  filled: number;
}

export function createCommandReader(start: Position, table: CommandTable, sink: CommandSink): CommandReader {
  const state: State = {
    plans: indexPlans(table),
    sink,
    replid: start.replid,
    base: start.offset,
    phase: ARRAY_HEADER,
    number: -1,
    left: 0,
    held: Buffer.alloc(0),
    filled: 0,
    start: start.offset,
    words: 0,
    word: 0,
    plan: NO_PLAN,
    ownWork: false,
    removesFields: false,
    next: 0,
    last: 0,
    step: 1,
    collected: [],
    keys: [],
    memberKey: "",
    foreign: false,
    database: start.database,
    inTransaction: false,
    safeOffset: start.offset,
    safeDatabase: start.database,
    foreignOffset: -1,
  };
  return {
    read: (chunk) => readChunk(state, chunk),
    position: () => ({ replid: state.replid, offset: state.safeOffset, database: state.safeDatabase }),
    inTransaction: () => state.inTransaction,
    foreignOffset: () => state.foreignOffset,
    use: (newTable) => void (state.plans = indexPlans(newTable)),
  };
}

function readChunk(state: State, chunk: Buffer): void {
  const end = chunk.length;
  let at = 0;
  while (at < end) {
    switch (state.phase) {
      case ARRAY_HEADER:
        if (state.number < 0) {
          if (chunk[at] === NEWLINE) {
            // A keepalive: not part of the stream.
            at++;
            state.base--;
            continue;
          }
          state.start = state.base + at;
        }
        at = readHeader(state, chunk, at, STAR);
        if (state.phase !== ARRAY_HEADER) beginCommand(state);
        continue;
      case BULK_HEADER:
        at = readHeader(state, chunk, at, DOLLAR);
        if (state.phase === BULK_HEADER) continue;
        state.left = state.number + 2;
        state.number = -1;
        if (state.word !== state.next) {
          state.phase = SKIPPED;
        } else if (at + state.left <= end) {
          takeWord(state, chunk, at, at + state.left - 2);
          at += state.left;
          endWord(state, at);
          continue;
        } else {
          state.held = Buffer.allocUnsafe(state.left);
          state.filled = 0;
          state.phase = WANTED;
        }
        continue;
      case WANTED: {
        const copied = chunk.copy(state.held, state.filled, at, at + state.left);
        at += copied;
        state.filled += copied;
        state.left -= copied;
        if (state.left > 0) return void (state.base += end);
        takeWord(state, state.held, 0, state.filled - 2);
        endWord(state, at);
        continue;
      }
      default: {
        const skipped = Math.min(state.left, end - at);
        at += skipped;
        state.left -= skipped;
        if (state.left === 0) endWord(state, at);
      }
    }
  }
  state.base += end;
}

/** Reads `*n\r\n` or `$n\r\n` as far as the chunk goes; moves to the next phase when it is complete. */
function readHeader(state: State, chunk: Buffer, from: number, marker: number): number {
  const end = chunk.length;
  let at = from;
  let number = state.number;
  if (number < 0) {
    if (chunk[at++] !== marker)
      throw new OutOfStepError(`the command stream is out of step at offset ${state.base + from}`);
    number = 0;
  }
  while (at < end) {
    const byte = chunk[at++] ?? 0;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) number = number * 10 + digit;
    else if (byte === NEWLINE) {
      state.phase++;
      break;
    } else if (byte !== CARRIAGE_RETURN) {
      throw new OutOfStepError(`the command stream is out of step at offset ${state.base + at}`);
    }
  }
  state.number = number;
  return at;
}

function beginCommand(state: State): void {
  if (state.number === 0)
    throw new OutOfStepError(`the command stream holds an empty command at offset ${state.start}`);
  state.words = state.number;
  state.number = -1;
  state.word = 0;
  state.next = 0;
  state.foreign = false;
}

function endWord(state: State, at: number): void {
  state.word++;
  if (state.word < state.words) {
    state.phase = BULK_HEADER;
    return;
  }
  state.phase = ARRAY_HEADER;
  endCommand(state, state.base + at);
}

/** Looks at the word that the plan asked for: the name, a key, or one of all words. */
function takeWord(state: State, bytes: Buffer, from: number, to: number): void {
  if (state.word === 0) return beginPlan(state, findPlan(state.plans, bytes, from, to), bytes, from, to);
  if (state.plan.kind === "members") return takeMemberWord(state, state.plan, bytes.subarray(from, to));
  if (state.step === 0) {
    state.collected.push(bytes.toString("latin1", from, to));
    state.next = state.word + 1;
    return;
  }
  state.next = state.word + state.step;
  if (state.next > state.last) state.next = ANY_WORD;
  takeKey(state, bytes, from, to);
}

/** Of the words behind the key only the members are looked at. Where they are many, or can't be told, the key is. */
function takeMemberWord(state: State, plan: MembersPlan, word: Buffer): void {
  if (state.word === 1) {
    state.collected = [];
    const isForeign = !isControlKey(word, 0, word.length);
    state.memberKey = isForeign ? word.toString("latin1") : "";
    if (isForeign && state.sink.asksForMembers(state.memberKey, state.database)) {
      state.foreign = true;
      state.next = plan.numberAt ?? plan.first;
      state.last = plan.last < 0 ? state.words + plan.last : plan.last;
    } else wholeKey(state, word);
  } else if (state.word === plan.numberAt) {
    if (isNumber(word)) state.next = plan.first;
    else wholeKey(state, Buffer.from(state.memberKey, "latin1"));
  } else {
    state.collected.push(word.toString("latin1"));
    state.next = state.word + plan.step;
    if (state.next > state.last) state.next = ANY_WORD;
    if (state.collected.length > MOST_MEMBERS) wholeKey(state, Buffer.from(state.memberKey, "latin1"));
  }
}

function wholeKey(state: State, key: Buffer): void {
  state.collected = [];
  state.next = ANY_WORD;
  takeKey(state, key, 0, key.length);
}

/** Options of ZADD are words; a score is not, but for its infinities, which may count as one. */
function isNumber(word: Buffer): boolean {
  return /^[-+.\d]/.test(word.toString("latin1", 0, 1));
}

function takeKey(state: State, bytes: Buffer, from: number, to: number): void {
  if (!isControlKey(bytes, from, to)) {
    state.foreign = true;
    state.keys.push(bytes.toString("latin1", from, to));
  } else if (!state.ownWork) {
    const key = bytes.toString("latin1", from, to);
    if (!state.removesFields || !holdsReasons(key)) state.keys.push(key);
  }
}

function isControlKey(bytes: Buffer, from: number, to: number): boolean {
  if (to - from < CONTROL_BYTES.length) return false;
  for (let at = 0; at < CONTROL_BYTES.length; at++) if (bytes[from + at] !== CONTROL_BYTES[at]) return false;
  return true;
}

function beginPlan(state: State, found: IndexedPlan | undefined, bytes: Buffer, from: number, to: number): void {
  state.plan = found?.plan ?? unknownPlan(state, bytes.toString("latin1", from, to));
  state.ownWork = found?.ownWork ?? false;
  state.removesFields = found?.removesFields ?? false;
  const { plan } = state;
  switch (plan.kind) {
    case "members":
      state.next = 1;
      return;
    case "range":
      state.next = plan.first;
      state.last = plan.last < 0 ? state.words + plan.last : plan.last;
      state.step = plan.step;
      return;
    case "none":
      state.foreign = true;
      state.next = ANY_WORD;
      return;
    default:
      state.collected = [plan.name];
      state.next = 1;
      state.step = 0;
  }
}

/** Any word of an unknown command may be a key, in whatever database. */
function unknownPlan(state: State, name: string): CommandPlan {
  state.sink.unknownCommand(name.toLowerCase());
  return { kind: "whole", name: UNKNOWN_NAME, keys: everyWord };
}
