import type { Redis, RedisOptions } from "ioredis";
import type { KeyPattern } from "../job.ts";
import type { KeyStates } from "../key-states.ts";
import type { AttachMode } from "./attach.ts";
import type { GapCause } from "./gap.ts";

/** Settings of a connection, without the one that changes the form of replies. */
export type ClientSettings = Omit<RedisOptions, "replyMapping">;

/** A job and one of its targets: what has streams and sweeps of its own. */
export interface CaptureRoute {
  readonly name: string;
  readonly pattern: KeyPattern;
  readonly job: string;
  /** Whether it is told which members of a key's value changed, where these are few. */
  readonly memberwise?: boolean;
  /** Whether rows are appended for its changes: then an entry tells where in the stream each of its keys changed. */
  readonly appends?: boolean;
}

export interface CaptureOptions {
  /** Of the primary, with the database that is watched. */
  readonly url: string;
  readonly project: string;
  readonly routes: readonly CaptureRoute[];
  /** The patterns of the routes' jobs, compiled; without them capture asks the patterns one by one. */
  readonly keys?: KeyStates | undefined;
  readonly lanes: number;
  /**
   * Opens the ordinary connection with the given settings on top of one's own. It must not reconnect or resend by itself: a session's
   * connection that fails ends the session. By default one to `url`.
   */
  readonly openClient?: (settings: ClientSettings) => Redis;
  readonly log?: CaptureLog;
  readonly events?: CaptureEvents;
  readonly signal?: AbortSignal;
  readonly limits?: Partial<CaptureLimits>;
}

export interface CaptureLimits {
  /** Keys are gathered and deduplicated for so long before they are written. */
  readonly windowMs: number;
  /** How long a capture process may be silent before another one takes over. */
  readonly leaseMs: number;
  readonly connectMs: number;
  /** A replication link without a byte for so long is dead. */
  readonly silenceMs: number;
  /** How often the positions of lanes without changes follow the stream. */
  readonly idleMs: number;
  /** How often a session asks whether its servers are still the right ones. */
  readonly superviseMs: number;
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** More changed keys than these, while Redis refuses to take them, are forgotten; a sweep then finds them. */
  readonly dirtyKeys: number;
  /** The same bound in bytes, roughly: keys may be long. */
  readonly dirtyBytes: number;
  /** What the stream of one route and lane may hold. More changes than that are dropped there; a sweep then finds them. */
  readonly streamBytes: number;
}

export const DEFAULT_LIMITS: CaptureLimits = {
  windowMs: 5,
  leaseMs: 6000,
  connectMs: 10_000,
  silenceMs: 60_000,
  idleMs: 1000,
  superviseMs: 1000,
  retryMinMs: 100,
  retryMaxMs: 5000,
  dirtyKeys: 500_000,
  dirtyBytes: 64 * 1024 * 1024,
  streamBytes: 256 * 1024 * 1024,
};

/** The part of pino's logger that is used. */
export interface CaptureLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** All are called synchronously and must neither wait nor throw. */
export interface CaptureEvents {
  readonly phase?: (phase: CapturePhase) => void;
  /** A session joined the stream. */
  readonly attached?: (mode: AttachMode, gapCauses: readonly GapCause[]) => void;
  /** A sweep of the lane's part of the route is needed, and that is now recorded in Redis. */
  readonly raised?: (route: string, lane: number, cause: GapCause) => void;
  /** A control key was removed, or changed by somebody else. */
  readonly lost?: (what: string) => void;
  /** Entries with so many keys are in the streams; everything before the offset is. */
  readonly flushed?: (keys: number, entries: number, offset: number) => void;
  /** A key begins like the job's pattern and does not match it. Once for each flush in which it changed. */
  readonly unmatched?: (job: string, key: string) => void;
  /** Redis takes no writes at present (memory, read-only, disk): changed keys are kept and tried again. */
  readonly refused?: (reason: string) => void;
  /** A session failed; another one follows after a pause. */
  readonly failed?: (error: Error) => void;
}

/** `waiting`: another process captures. `refused`: attached, but Redis takes no writes. */
export type CapturePhase = "connecting" | "waiting" | "attaching" | "streaming" | "refused" | "backing_off" | "stopped";

export interface CaptureState {
  readonly phase: CapturePhase;
  /** How the present or last session joined the stream. */
  readonly mode: AttachMode | undefined;
  readonly replid: string | undefined;
  /** Everything before it has been read. */
  readonly offset: number | undefined;
  /** Each lane's saved position. */
  readonly lanes: readonly number[];
  /** Changed keys that are not in the streams yet. */
  readonly pendingKeys: number;
  /** Redis' `maxmemory_policy`; undefined while not known. */
  readonly evictionPolicy: string | undefined;
  readonly lastError: Error | undefined;
}

export interface Capture {
  /** Resolves when capture is attached and every position is saved. Rejects with a StartupError that a retry would not mend. */
  readonly ready: Promise<void>;
  /** Writes what was gathered, gives the lease back and closes. */
  stop(): Promise<void>;
  state(): CaptureState;
}
