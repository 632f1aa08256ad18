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
}

export interface TargetPlan {
  readonly name: string;
  readonly system: "postgres";
  readonly url: SettingPlan;
  readonly schema: string | undefined;
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
  /** Names of the hash fields that the mapping reads, in the order of their first use. */
  readonly fields: readonly string[];
  readonly body: readonly StepPlan[];
  readonly tables: readonly TablePlan[];
  readonly delivery: DeliveryPlan;
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
  /** Adds a row to the table of that `id`. */
  | { readonly kind: "into"; readonly table: string; readonly place: Place };

export interface TablePlan {
  /** A TypeScript identifier, unique in the job: `customers`. */
  readonly id: string;
  readonly doc: string | undefined;
  readonly place: Place;
  readonly target: string;
  readonly schema: string | undefined;
  readonly table: string;
  readonly columns: readonly ColumnPlan[];
  readonly key: readonly string[];
  /** Owner columns, in the order of the columns. */
  readonly owner: readonly OwnerPlan[];
  readonly onDelete: "remove" | "keep";
}

export interface OwnerPlan {
  readonly column: string;
  readonly from:
    { readonly kind: "key" } | { readonly kind: "capture"; readonly name: string } | { readonly kind: "constant" };
}

export interface ColumnPlan {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
  readonly sensitive: boolean;
  /** In the column's representation (runtime/values), `required` where it is not null. */
  readonly value: Value;
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
        | "text"
        | "uuid"
        | "bytes"
        | "date"
        | "time"
        | "timestamp"
        | "timestamptz";
    }
  | { readonly kind: "numeric"; readonly precision: number | undefined; readonly scale: number | undefined }
  | { readonly kind: "varchar" | "char"; readonly length: number };

/** A typed expression in terms of the runtime's value functions. */
export type Value =
  /** A hash field, undecoded or null. */
  | { readonly kind: "field"; readonly name: string }
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
  | { readonly kind: "list"; readonly items: readonly Value[] }
  /** A function of the runtime, handed over by its name: `nullIf(a, b, same)`. */
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "now" };

/** Where a rejection points to. */
export interface SitePlan {
  readonly kind: "column" | "let" | "where";
  /** The `id` of a column's table. */
  readonly table?: string;
  /** The column's or let's name; `where` for a condition. */
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
}
