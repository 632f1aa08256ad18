import type { System } from "../sql/dialects.ts";

/**
 * The plan: what the compiler decided, as plain data that can be printed as JSON. Emission and SQL hold no decisions of their own;
 * everything that they print stands here.
 */
export interface Plan {
  /** The project's name: the folder's, or the file's without `.rdi`. Lower case letters, digits, `_` and `-`. */
  readonly project: string;
  readonly source: SourcePlan;
  readonly targets: readonly TargetPlan[];
  readonly jobs: readonly JobPlan[];
}

export interface SourcePlan {
  readonly url: SettingPlan;
  readonly capture: "auto" | "replication";
  readonly guarantee: "at_least_once" | undefined;
  readonly evictions: "refuse" | "remove";
  readonly lanes: number;
  /** Bytes that the streams of all routes and lanes may take in Redis. */
  readonly streamBudget: number;
}

export type TargetPlan = TableTargetPlan | RedisTargetPlan;

/** A database with tables. */
export interface TableTargetPlan {
  readonly name: string;
  readonly system: System;
  readonly url: SettingPlan;
  readonly schema: string | undefined;
  /** What else its kind of database takes. */
  readonly options: Readonly<Record<string, TargetOption>>;
}

export type TargetOption = SettingPlan | string | number | boolean;

export interface RedisTargetPlan {
  readonly name: string;
  readonly system: "redis";
  readonly url: SettingPlan;
}

export type SettingPlan =
  | { readonly kind: "constant"; readonly value: string }
  | { readonly kind: "env"; readonly name: string; readonly fallback: string | undefined }
  | { readonly kind: "file"; readonly path: string };

/** A line (from 1) of a file, by the path that the user gave, relative to the project. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface JobPlan {
  readonly name: string;
  readonly doc: string | undefined;
  readonly place: Place;
  readonly pattern: PatternPlan;
  readonly read: ReadPlan;
  /** In the order of the text. */
  readonly lookups: readonly LookupPlan[];
  readonly body: readonly StepPlan[];
  readonly tables: readonly TablePlan[];
  /** Redis keys that it writes. */
  readonly keys: readonly RedisKeyPlan[];
  readonly delivery: DeliveryPlan;
  /** Where it only walks the members of its value: for each table the column that is the member. Otherwise empty: a change concerns the whole key. */
  readonly memberwise: readonly MemberColumn[];
}

export interface MemberColumn {
  /** The `id` of the table. */
  readonly table: string;
  readonly column: string;
  /** What the `for` calls the member. */
  readonly local: string;
}

/** What of a key's value is read, and nothing else. */
export interface ReadPlan {
  readonly kind: ValueKind;
  /**
   * Of a hash the fields, of a document the steps to members from its root, in the order of their first use; no path is the beginning of
   * another one. "all" is the whole value. Values of other kinds are read whole, or not at all: `[]`.
   */
  readonly members: readonly (readonly string[])[] | "all";
  /** Whether `@expires_at` is read. */
  readonly expiry: boolean;
  /** Names of hash fields or root members whose values are never shown, "all" of them where a sensitive column is made of the whole value. */
  readonly sensitive: readonly string[] | "all";
}

export type ValueKind = "hash" | "json" | "set" | "zset" | "list" | "string";

/** Another key's value that a mapping asks for. */
export interface LookupPlan {
  /** Unique in the job: a property of the mapping's `lookups`. */
  readonly name: string;
  readonly kind: ValueKind;
  /** What is needed of the value, as in {@link ReadPlan}; undefined where only single members are asked for. */
  readonly members: ReadPlan["members"] | undefined;
  /** Whether single members are asked for by a computed name: `m in c`, `c[m]`. */
  readonly probed: boolean;
  /** How long an answer may be kept, in ms; undefined: for one batch. */
  readonly cached: number | undefined;
  readonly place: Place;
}

export interface PatternPlan {
  /** As written, without quotes. */
  readonly text: string;
  readonly parts: readonly PatternPart[];
}

export type PatternPart =
  | { readonly kind: "literal"; readonly text: string }
  | {
      readonly kind: "capture";
      readonly name: string;
      readonly type: "text" | "int" | "bigint" | "uuid" | "date" | "any";
    };

/** In textual order. A `where` without a block holds the steps below it as its block. */
export type StepPlan =
  | {
      readonly kind: "let";
      readonly name: string;
      readonly local: string;
      readonly lazy: boolean;
      readonly value: Value;
      readonly place: Place;
    }
  /** Holds where all conditions are true; one is looked at only where those before it are. */
  | {
      readonly kind: "where";
      readonly conditions: readonly Value[];
      readonly text: string;
      readonly block: readonly StepPlan[];
      readonly place: Place;
    }
  /** While it holds the key is frozen. Only at the top of a job, before everything else but what it uses. */
  | { readonly kind: "skip"; readonly condition: Value; readonly text: string; readonly place: Place }
  /** Once an element of a list (`first` element, `second` position, a number) or once an entry of a map (name, value). */
  | {
      readonly kind: "for";
      readonly over: "list" | "map";
      readonly of: Value;
      /** Locals; undefined where nothing uses one. */
      readonly first: string | undefined;
      readonly second: string | undefined;
      readonly text: string;
      readonly block: readonly StepPlan[];
      readonly place: Place;
    }
  /** Adds a row to the table, or to the Redis key, of that `id`. */
  | { readonly kind: "into"; readonly table: string; readonly columns: readonly ColumnValue[]; readonly place: Place };

/** A column's value in one `into`, in the column's representation, `required` where it is not null. */
export interface ColumnValue {
  readonly column: string;
  readonly value: Value;
}

export interface TablePlan {
  /** A TypeScript identifier, unique in the job: `customers`. */
  readonly id: string;
  readonly doc: string | undefined;
  readonly place: Place;
  readonly target: string;
  /** The target's kind. */
  readonly system: System;
  readonly schema: string | undefined;
  readonly table: string;
  readonly columns: readonly ColumnPlan[];
  readonly key: readonly string[];
  /** Owner columns, in the order of the columns. */
  readonly owner: readonly OwnerPlan[];
  /** `append` has no key and no owner columns. */
  readonly mode: "upsert" | "append" | "history";
  /** With `history`: columns that are not listed. `current` is a boolean. */
  readonly period: PeriodPlan | undefined;
  /** What becomes of a row that its key no longer yields. For `history` "remove" closes it; for `append` "keep" adds nothing. */
  readonly onDelete: OutcomePlan;
  /** The same for a key that expired; undefined where that counts as a delete. `column` is exactly `@expires_at`. */
  readonly onExpire: { readonly column: string; readonly outcome: OutcomePlan } | undefined;
  /** `append … on delete set`: the row that a removal appends, from `@key`, captures and `now()`; all columns. */
  readonly gone: readonly ColumnValue[] | undefined;
}

/** An `into` of a Redis key. What a source key owns there is recorded, so there are no owner columns. */
export interface RedisKeyPlan {
  /** A TypeScript identifier, unique in the job: `by_zip`. */
  readonly id: string;
  readonly doc: string | undefined;
  readonly place: Place;
  readonly target: string;
  /** `stream` is appended to, all others are made to be what the mapping yields. */
  readonly kind: "hash" | "json" | "set" | "zset" | "string" | "stream";
  /** The key as it is written, without quotes. */
  readonly text: string;
  /** Other fields of the hash or document stay. */
  readonly merge: boolean;
  /** `on delete keep`. */
  readonly keep: boolean;
  /** As that of a column, of what is written and where: such a key is not verified. Not of its expiry. */
  readonly volatile: ColumnPlan["volatile"];
  /** What a row has: `owner` (not for a stream), `key`, `expires`, then `fields`, `value`, `member` or `member` and `score`. */
  readonly columns: readonly ColumnValue[];
  /** `append … on delete set`: the row that a removal appends. */
  readonly gone: readonly ColumnValue[] | undefined;
}

export interface PeriodPlan {
  readonly from: string;
  readonly to: string;
  readonly current: string | undefined;
}

export type OutcomePlan =
  | { readonly kind: "remove" }
  | { readonly kind: "keep" }
  /**
   * A soft delete. The values are made of captures, `@key`, constants and `now()`. `marks` are those of the columns whose value in the
   * `into` is a constant or null: a row is live while all of them have that value.
   */
  | { readonly kind: "set"; readonly columns: readonly ColumnValue[]; readonly marks: readonly string[] };

export interface OwnerPlan {
  readonly column: string;
  readonly from:
    { readonly kind: "key" } | { readonly kind: "capture"; readonly name: string } | { readonly kind: "constant" };
}

export interface ColumnPlan {
  readonly name: string;
  readonly doc: string | undefined;
  readonly type: ColumnType;
  readonly notNull: boolean;
  /** Whether a null may be written. False also where the value can't be null, though the file does not say `not null`. */
  readonly nullable: boolean;
  readonly sensitive: boolean;
  /** Of the table's first `into`, in the column's representation (runtime/values), `required` where it is not null. */
  readonly value: Value;
  /**
   * Whether the value depends on more than the key's state: on `now()` or `random_uuid()` ("clock"), or on a lookup. A clock column is written
   * when the row is new or another of its columns changes. Neither is verified.
   */
  readonly volatile: "clock" | "lookup" | undefined;
  /** Lineage: what the value is made of, as a user writes it: `fname`, `customer.id`, `@id`, `@value`, `country.name`. Sorted. */
  readonly fields: readonly string[];
  readonly place: Place;
}

export type ColumnType =
  | {
      readonly kind:
        | "smallint"
        | "int"
        | "bigint"
        | "real"
        | "double"
        | "boolean"
        | "json"
        | "text"
        | "uuid"
        | "bytes"
        | "date"
        | "time"
        | "timestamp"
        | "timestamptz";
    }
  | { readonly kind: "numeric"; readonly precision: number | undefined; readonly scale: number | undefined }
  | { readonly kind: "varchar" | "char"; readonly length: number }
  /** A type of the target's own, by its name there; sent as text. */
  | { readonly kind: "native"; readonly name: string };

/** A typed expression in terms of the runtime's value functions. */
export type Value =
  /** A hash field, undecoded or null; a root member of a document. */
  | { readonly kind: "field"; readonly name: string }
  /** `@value`: of a hash a map, of a zset a map of scores, of a set and list a list, of a string its bytes, of a document Json. */
  | { readonly kind: "value" }
  /** `@expires_at`, an Instant or null. */
  | { readonly kind: "expiry" }
  /** Steps from a Json value that do not change: names and positions. */
  | { readonly kind: "path"; readonly of: Value; readonly steps: readonly (string | number)[] }
  /** The value of another key; null where it is absent or the key is null. */
  | { readonly kind: "lookup"; readonly lookup: string; readonly key: Value }
  /** One member of another key: of a hash its value, of a zset its score, of a set the member itself; null where it isn't there. */
  | { readonly kind: "probe"; readonly lookup: string; readonly key: Value; readonly member: Value }
  /** A capture, undecoded; or the whole key. */
  | { readonly kind: "capture"; readonly name: string }
  | { readonly kind: "key" }
  /** A `let`; a lazy one is called. */
  | { readonly kind: "local"; readonly local: string; readonly lazy: boolean }
  /** A TypeScript literal; a number is an argument such as a length, or a constant whose representation is number. */
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  /** A TypeScript bigint literal, by its digits: a constant of a bigint column, the microseconds of a duration. */
  | { readonly kind: "bigint"; readonly text: string }
  /** `at` is given where the function can reject. */
  | { readonly kind: "call"; readonly fn: string; readonly args: readonly Value[]; readonly at: SitePlan | undefined }
  /** `() => body`. */
  | { readonly kind: "thunk"; readonly body: Value }
  /** `(a, b) => body`; undefined where a parameter is not used. */
  | { readonly kind: "arrow"; readonly params: readonly (string | undefined)[]; readonly body: Value }
  /** A parameter of an arrow, or a name that a `for` binds. */
  | { readonly kind: "parameter"; readonly local: string }
  /** `test ? then : otherwise`; the test is never null. */
  | { readonly kind: "choice"; readonly test: Value; readonly then: Value; readonly otherwise: Value }
  /** A constant of the module, made once when it is loaded, such as a compiled regular expression: `fn(args)`. */
  | { readonly kind: "constant"; readonly name: string; readonly fn: string; readonly args: readonly Value[] }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  /** A function of the runtime, handed over by its name: `nullIf(a, b, same)`. */
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "now" };

/** Where a rejection points to. */
export interface SitePlan {
  readonly kind: "column" | "let" | "where" | "for";
  /** The `id` of a column's table. */
  readonly table?: string;
  /** The column's or let's name; `where` for a condition, `for` for what is iterated, `value` for the key's value itself. */
  readonly name: string;
  readonly line: number;
}

/** Durations in ms, sizes in bytes; defaults filled in. */
export interface DeliveryPlan {
  readonly batch: number;
  readonly wait: number;
  readonly retryMin: number;
  readonly retryMax: number;
  readonly onReject: "dead_letter" | "halt" | "drop";
  readonly deadLetters: number;
  readonly deadLettersFull: "halt" | "drop_oldest";
  readonly maxValue: number;
  /** 0: changes don't wait for others of their key. */
  readonly settle: number;
  /** Rows a second, in one process; 0: no limit. */
  readonly rate: number;
}
