import type { Redis } from "ioredis";

/**
 * What a worker tells operators about a lane of a route, a hash of JSON texts beside the lane's streams. Nothing depends on it: where it is
 * lost or late, only a screen is. Its size does not grow with the work.
 */
export interface LaneNotes {
  readonly lane: LaneNote | undefined;
  readonly error: ErrorNote | undefined;
  /** In the first lane, of all lanes. */
  readonly sweep: SweepNote | undefined;
}

export interface LaneNote {
  readonly state: string;
  /** `host/process`. */
  readonly owner: string;
  /** ms: when this state began. */
  readonly since: number;
  /** Keys committed since the worker started. */
  readonly keys: number;
  /** Of the second before `at`. */
  readonly perSecond: number;
  /** ms. */
  readonly at: number;
}

export interface ErrorNote {
  readonly time: number;
  /** Undefined for what passes by itself, such as a lost connection. */
  readonly code: string | undefined;
  readonly message: string;
}

export interface SweepNote {
  readonly cause: string;
  /** `keys`: names the keys of Redis; `count` counts rows whose key is gone, `rows` names them; `waiting`: held by the brake; `draining`: waits for the lanes. */
  readonly phase: "keys" | "count" | "rows" | "waiting" | "draining" | "done";
  readonly began: number;
  readonly at: number;
  /** Named so far. */
  readonly keys: number;
  /** How much of Redis was looked through, from 0 to 1. */
  readonly share: number;
  /** Keys, or owners of rows, that this phase looks at a second. */
  readonly perSecond: number;
  /** ms that this phase will still take, about; undefined where that can't be told. */
  readonly left: number | undefined;
  /** While the brake holds: rows that would go, of all. */
  readonly missing: number | undefined;
  readonly owners: number | undefined;
}

export type NoteName = keyof LaneNotes;

const WRITE_MS = 1_000;
const MESSAGE_LIMIT = 500;

export interface NoteWriter {
  /** Notes it at most a second later, what is current then. */
  tell(name: NoteName, note: () => object): void;
  close(): Promise<void>;
}

/** Writes at most once a second, and nothing while nothing is told. */
export function createNoteWriter(redis: Redis, key: string): NoteWriter {
  const pending = new Map<NoteName, () => object>();
  let timer: NodeJS.Timeout | undefined;
  let written = 0;

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (pending.size === 0) return;
    const fields = [...pending].flatMap(([name, note]) => [name, JSON.stringify(note())]);
    pending.clear();
    written = Date.now();
    await redis.hset(key, ...fields).catch(() => undefined);
  }

  return {
    tell: (name, note) => {
      pending.set(name, note);
      timer ??= setTimeout(() => void write(), Math.max(0, written + WRITE_MS - Date.now()));
    },
    close: write,
  };
}

export function tellError(notes: NoteWriter, code: string | undefined, message: string): void {
  const note: ErrorNote = { time: Date.now(), code, message: message.slice(0, MESSAGE_LIMIT) };
  notes.tell("error", () => note);
}

/** Reads the fields of the hash. A field of another form is taken as missing. */
export function notesOf(fields: Readonly<Record<string, string>>): LaneNotes {
  return {
    lane: noteOf(fields["lane"], isLaneNote),
    error: noteOf(fields["error"], isErrorNote),
    sweep: noteOf(fields["sweep"], isSweepNote),
  };
}

function noteOf<Note>(json: string | undefined, is: (value: object) => value is Note & object): Note | undefined {
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && is(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isLaneNote(value: object): value is LaneNote {
  return "state" in value && "owner" in value && "perSecond" in value && "at" in value;
}

function isErrorNote(value: object): value is ErrorNote {
  return "time" in value && "message" in value;
}

function isSweepNote(value: object): value is SweepNote {
  return "phase" in value && "share" in value && "keys" in value;
}
