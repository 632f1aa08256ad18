import type { Destination, OwnersPage, TableColumn } from "./destination.ts";
import type { Instant } from "./values/instant.ts";
import type { KeyStates } from "./key-states.ts";
import type { Target } from "./target.ts";
import type { Raw } from "./values/raw.ts";

/**
 * What a generated module hands to the runtime: one `Job` a `job`, one `Destination` an `into`. All of it is decided at compile time;
 * nothing is looked up by name while rows flow.
 *
 * The interfaces use method syntax where a parameter is generic, so that a job over its own row types is a `Job` over objects.
 */
export interface Job<
  Key extends object = object,
  Value = unknown,
  Rows extends object = object,
  Lookups extends object = object,
> {
  /** The job's name in the .rdi file. */
  readonly name: string;
  /** `file:line` of the job. */
  readonly site: string;
  readonly pattern: KeyPattern;
  /** Reads the captures of a matched key. `capture(0)` is the whole key. `part` reads what was read of the value; all null for an absent key. */
  captures(capture: (index: number) => Raw, part: (index: number) => Raw | null): Key;
  readonly read: ReadScript;
  /** As `read`, for single members of the value. Left out where a row may depend on more than one member and the key. */
  readonly members?: MemberScript;
  /** What was read of a present key, as the mapping takes it. Throws `Rejection`, e.g. for text that is no JSON. */
  value(part: (index: number) => Raw | null, all: () => readonly (Raw | null)[]): Value;
  /**
   * Pure: the rows that the key stands for, one list a table; undefined while the key is frozen. Throws `Rejection` for a value that does
   * not fit.
   */
  map(key: Key, value: Value, now: Instant, lookups: Lookups): Rows | undefined;
  /** By the names that `map` uses. */
  readonly lookups: Readonly<Record<string, LookupScript>>;
  /** Of one target in the order of the text; rows are written in this order and removed in reverse. */
  readonly tables: readonly Destination<Key, Rows>[];
  readonly delivery: Delivery;
}

export interface KeyPattern {
  /** As written: `customer:{id:int}`. */
  readonly text: string;
  /** Over the key's bytes as a latin1 string; group n is capture n. Anchored, linear. */
  readonly regex: RegExp;
  /** The literal bytes (latin1) before the first capture: a key that begins so and does not match is counted. */
  readonly prefix: string;
  /** For SCAN MATCH. */
  readonly glob: string;
}

/**
 * `text` is Lua; KEYS are keys of one slot, ARGV[1] a byte budget, which may stop it early, never before the first key, ARGV[2] the size from
 * which on a text is not moved. It replies one string of MessagePack objects, one after the other: the node's replication id and offset as
 * strings, then for each key that was read an array of parts (a string of bytes, or false when missing), false when the key is absent or
 * of another kind, or a string: the size in bytes of a text that is larger than ARGV[2].
 */
export interface ReadScript {
  readonly text: string;
  /** Names under which a value's parts are shown in a dead letter, "all" of them masked. */
  readonly sensitive: readonly string[] | "all";
}

/**
 * ARGV[1] and ARGV[2] are those of a {@link ReadScript}; then follows for each key how many members are asked for, then all of these. It replies what that
 * script would if the value had no other members.
 */
export interface MemberScript {
  readonly text: string;
}

/** Another key's value, in two forms: as a whole, or one member of it. The mapping asks a {@link LookupReader} of the same name. */
export interface LookupScript {
  /** How long an answer may be kept, in ms; undefined: for one batch. */
  readonly cached: number | undefined;
  /** As {@link ReadScript}. Undefined where only members are asked for. */
  readonly read: string | undefined;
  /** What was read, as the mapping takes it. */
  value(part: (index: number) => Raw | null, all: () => readonly (Raw | null)[]): unknown;
  /** As `read`, with ARGV[n + 1] the member that is asked for in KEYS[n]; a reply has one part. Undefined where none is asked for. */
  readonly probe: string | undefined;
  /** What a probe read, as the mapping takes it. Left out where it takes the bytes. */
  member?(part: Raw): Raw;
}

/** One lookup as a mapping has it: `lookups.country.read(code)`. Pure to the mapping, which may run more than once until all is read. */
export interface LookupReader<Value = unknown> {
  readonly read: Lookup<Value>;
  readonly probe: Probe;
}

/** Null where the key is null, absent or of another kind. Throws `Rejection` for a value that can't be taken. */
export type Lookup<Value> = (key: string | null) => Value | null;
/** For one member: of a hash its value, of a zset its score, of a set the member itself; null where it isn't there. */
export type Probe = (key: string | null, member: Raw | null) => Raw | null;

/** A whole SQL statement and how its parameters are made. */
export interface Statement<Input extends object = object> {
  /** Names the prepared statement: unique in the project, at most 63 bytes. */
  readonly name: string;
  readonly text: string;
  /** One array parameter a column, whatever the number of inputs. */
  values(inputs: readonly Input[]): readonly unknown[];
}

/** An `into` of a table in a SQL database. */
export interface Table<
  Key extends object = object,
  Rows extends object = object,
  Row extends object = object,
  Owner extends object = object,
> extends Destination<Key, Rows, Row, Owner> {
  /** Unquoted; undefined means the connection's default. */
  readonly schema: string | undefined;
  /** Unquoted. */
  readonly table: string;
  /** Columns that the statements fill in by themselves: those of a `period`. */
  readonly filled: readonly TableColumn[];
  /** Empty for `append`. */
  readonly owner: readonly string[];
  /**
   * The owner columns' values that all rows of this key have, with what else its removals need: `set`, the values that a soft delete
   * writes, and `expired`, the instant by which a row's expiry must have passed, null while the key exists.
   */
  ownerOf(key: Key, now: Instant, gone: boolean): Owner;
  /**
   * In their order: upsert (inserts, or overwrites a row with the same owner columns that differs); for `history` close (ends the open
   * versions that differ), then open (inserts those that are missing); for `append` a plain insert.
   */
  readonly writes: readonly Statement<Row>[];
  /** Plain insert, for the full replacement of a batch's keys. Undefined where rows have a past: `history`, `append`, soft deletes and `keep`. */
  readonly insert: Statement<Row> | undefined;
  /** Remove, mark or close all rows of the given owners. Empty where rows are kept. */
  readonly removals: readonly Statement<Owner>[];
  /**
   * The same for rows of the given owners whose `key` is not among the given rows. Empty where rows are kept, and where every
   * `key` column is an owner column, so that a row can't move.
   */
  readonly moved: readonly MovedStatement<Row, Owner>[];
  /** Finds, after the upsert, rows whose stored row has other owner columns. Undefined where `key` contains all owner columns. */
  readonly collisions: CollisionStatement<Row> | undefined;
  readonly owners: TableOwnersPage | undefined;
  /** Removes the rows of these keys, which `memberKey` made. Left out where the job reads no single members. */
  readonly left?: Statement<Row>;
  /**
   * For verification: which of an owner's rows would not stay as they are when its key, present or gone, does not yield them; SQL over the row `t`.
   * Left out where that is all of them.
   */
  readonly strays?: { readonly present: string; readonly gone: string };
}

export interface MovedStatement<Row extends object = object, Owner extends object = object> {
  readonly name: string;
  readonly text: string;
  /** The first parameters. */
  ownerValues(owners: readonly Owner[]): readonly unknown[];
  /** The others: the `key` columns of the rows that stay, and what else tells them apart. */
  rowValues(rows: readonly Row[]): readonly unknown[];
}

/** A result row is the input's position (from 0), then the stored row's owner columns as text, constants left out. */
export interface CollisionStatement<Row extends object = object> extends Statement<Row> {
  /** The Redis key (latin1 bytes) that stands for the owner; undefined when no key of this job can. */
  keyOf(columns: readonly (string | null)[]): string | undefined;
}

/** Keyset pagination; a result row holds the owner columns, constants left out, as text. */
export interface TableOwnersPage extends OwnersPage {
  /** $1 is the limit. */
  readonly first: string;
  /** $1 is the limit, then the last row's columns follow. */
  readonly next: string;
}

/** The `delivery` block with its defaults filled in. Times in ms, sizes in bytes. */
export interface Delivery {
  readonly batch: number;
  readonly wait: number;
  readonly retryMin: number;
  readonly retryMax: number;
  readonly onReject: "dead_letter" | "halt" | "drop";
  readonly deadLetters: number;
  readonly deadLettersFull: "halt" | "drop_oldest";
  readonly maxValue: number;
  /** How long a change may wait for others of its key. Left out where it does not. */
  readonly settle?: number;
  /** Rows a second that one process sends for a route. Left out where there is no limit. */
  readonly rate?: number;
}

/** A setting that is read when the worker starts. */
export type Setting =
  | { readonly kind: "constant"; readonly value: string }
  | { readonly kind: "env"; readonly name: string; readonly fallback: string | undefined }
  | { readonly kind: "file"; readonly path: string };

/** What `worker.ts` hands to `runWorker`. */
export interface Project {
  readonly name: string;
  /** Hash of everything that was compiled. */
  readonly release: string;
  readonly source: {
    readonly url: Setting;
    readonly capture: "auto" | "replication";
    readonly guarantee: "at_least_once" | undefined;
    readonly evictions: "refuse" | "remove";
    readonly lanes: number;
    /** Bytes that the streams of all routes and lanes may take in Redis. */
    readonly streamBudget: number;
  };
  readonly targets: readonly Target[];
  readonly jobs: readonly Job[];
  /** The patterns of all jobs in one automaton; undefined where it would be too large. */
  readonly keys?: KeyStates | undefined;
}
