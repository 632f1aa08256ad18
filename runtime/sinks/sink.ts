import type { Destination } from "../destination.ts";
import type { RowComparer } from "./row-comparer.ts";

/**
 * A database that rows are written to. One `Sink` a target; one `LaneSession`, with a connection of its own, a lane of a route. It gets
 * destinations of the target's own kind alone, so method syntax lets one for tables be a `Sink`.
 */
export interface Sink<Into extends Destination = Destination> {
  /**
   * Connects once, checks tables, columns, rights and the unique index of every `key`, and creates the tables of our own (the checkpoint, the
   * gaps) where rights allow. Throws `StartupError`.
   */
  prepare(tables: readonly Into[]): Promise<void>;
  /** Whether a batch of this route may be written as a full replacement: all columns of its tables are written, no row of theirs has a past, and nothing outside refers to them. */
  canReplace(tables: readonly Into[]): boolean;
  openLane(lane: LaneIdentity): Promise<LaneSession<Into>>;
  /** Notes that changes may have been missed, so that histories and appended rows have a hole. Rejects with `SinkError`. */
  recordGap(gap: Gap): Promise<void>;
  /** For sweeps. Reads one page of owners behind `after`. Rejects with `SinkError`. */
  pageOwners(
    page: NonNullable<Into["owners"]>,
    after: OwnerColumns | undefined,
    limit: number,
  ): Promise<readonly OwnerColumns[]>;
  /** What an operator runs when this target is to be written from another source from now on. */
  forgetSource(project: string): string;
  /** For verification; left out where rows can't be compared. Rejects with `StartupError`. */
  compareRows?(tables: readonly Into[]): Promise<RowComparer<Into>>;
  close(): Promise<void>;
}

/** One owner, as text. */
export type OwnerColumns = readonly (string | null)[];

export interface Gap {
  readonly project: string;
  /** `job.target`. */
  readonly route: string;
  /** Undefined for all lanes. */
  readonly lane: number | undefined;
  /** Of the sweep that repairs what can be repaired: `overflow`, `keyspace_replaced`, … */
  readonly cause: string;
}

export interface LaneIdentity {
  /** Several projects may write to one target. */
  readonly project: string;
  /** `job.target`. */
  readonly route: string;
  readonly lane: number;
  /** The random identity of the Redis; undefined while Redis has none yet. */
  readonly source: string | undefined;
  readonly release: string;
  /** The history of the Redis that the lane would read from. */
  readonly replid?: string | undefined;
}

/** The fenced state of one route and lane as the target knows it. */
export interface Checkpoint {
  readonly epoch: bigint;
  readonly seq: bigint;
  /** The identity recorded in the target before this claim; undefined for a new checkpoint. */
  readonly source: string | undefined;
  /** The identity that any lane of the project has recorded there. */
  readonly projectSource: string | undefined;
  /** How far rows were appended, as text (apply/append-mark.ts); undefined when none was. */
  readonly appended?: string | undefined;
  /** Where the values of the last commit were read; undefined when none was. */
  readonly readAt?: WriteBatch["readAt"];
  /** Histories of the Redis that were left for another one. Nothing is claimed for a lane that would read from one of them. */
  readonly replaced?: readonly string[];
}

/**
 * One owner of a lane. `claim` raises the epoch, which fences every earlier owner, one's own lost connection included; it must come before
 * the first value is read. Every `commit` moves (epoch, seq) to (epoch, seq + 1) in the same transaction as the rows, with a statement that
 * raises inside the server when somebody else has claimed the lane. All methods reject with `SinkError`.
 */
export interface LaneSession<Into extends Destination = Destination> {
  claim(): Promise<Checkpoint>;
  /** Writes one batch in one transaction. Collisions roll it back and are returned. */
  commit(batch: WriteBatch<Into>): Promise<CommitResult<Into>>;
  /** A transaction that changes nothing but seq: is the target well? */
  probe(): Promise<void>;
  /** Asked about once a second while there is nothing to write: is the lane as it was left? Where a target keeps connections, whether this one was lost. */
  look?(): Promise<void>;
  close(): Promise<void>;
}

export interface WriteBatch<Into extends Destination = Destination> {
  /** In the order of the text. */
  readonly tables: readonly TableWrite<Into>[];
  /** `replace` removes all rows of the batch's keys, then inserts. */
  readonly mode: "upsert" | "replace";
  /** Where the values were read: kept in the checkpoint. */
  readonly readAt: { readonly replid: string; readonly offset: bigint } | undefined;
  /** How far rows are appended with this batch: kept in the checkpoint. */
  readonly appended?: string | undefined;
  /** The history that `readAt` takes the place of, for ever: kept in the checkpoint. */
  readonly replaced?: string | undefined;
  /** Rolls back at the end: would it be taken? */
  readonly trial?: boolean;
}

export interface TableWrite<Into extends Destination = Destination> {
  readonly table: Into;
  /** The owners of all keys of the batch that were read as a whole. */
  readonly owners: readonly object[];
  /** The owners of the keys that yield no row of this table. */
  readonly absent: readonly object[];
  /** Distinct rows; no two have one identity. */
  readonly rows: readonly object[];
  /** The `key` columns of rows that go by themselves: of members that are gone from values which were not read as a whole. Their owners are not among the above. */
  readonly left?: readonly object[];
}

export type CommitResult<Into extends Destination = Destination> =
  | { readonly kind: "committed"; readonly seq: bigint; readonly upserted: number; readonly removed: number }
  | { readonly kind: "collided"; readonly collisions: readonly Collision<Into>[] };

/** `rows[index]` of `table` wants a row that `ownerKey` owns (undefined when no key of the job can be told). */
export interface Collision<Into extends Destination = Destination> {
  readonly table: Into;
  readonly index: number;
  readonly ownerKey: string | undefined;
}

/**
 * - `connection`: connection lost or a transient condition; the outcome of a COMMIT may be unknown. Keep the batch, back off, for ever.
 * - `data`: a value of the batch is at fault. Bisect, dead-letter.
 * - `order`: unique, foreign key, exclusion, a row's lock timeout: may heal in another order. Replace, else park.
 * - `fenced`: another owner has claimed the lane.
 * - `halt`: everything else. Stop the route with one message.
 */
export type SinkErrorClass = "connection" | "data" | "order" | "fenced" | "halt";

export class SinkError extends Error {
  override readonly name = "SinkError";
  readonly class: SinkErrorClass;
  /** The server's own code (SQLSTATE), or the driver's. */
  readonly serverCode: string;
  /** The statement, constraint, table and column at fault, as far as the server says. */
  readonly place: {
    readonly statement?: string;
    readonly constraint?: string;
    readonly table?: string;
    readonly column?: string;
  };

  constructor(
    kind: SinkErrorClass,
    serverCode: string,
    message: string,
    place: SinkError["place"] = {},
    cause?: unknown,
  ) {
    super(message, { cause });
    this.class = kind;
    this.serverCode = serverCode;
    this.place = place;
  }
}
