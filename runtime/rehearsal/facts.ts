/** What the rehearsal must know of the jobs beside their modules: what stands in Lua and SQL there, as plain data. */
export interface ProjectFacts {
  readonly targets: readonly TargetFacts[];
  /** In the order of the modules' jobs. */
  readonly jobs: readonly JobFacts[];
}

export interface TargetFacts {
  readonly name: string;
  readonly system: string;
}

export interface JobFacts {
  readonly name: string;
  readonly read: ReadFacts;
  readonly lookups: readonly LookupFacts[];
  /** In the order of the module's destinations. */
  readonly destinations: readonly DestinationFacts[];
}

export type DestinationFacts = TableFacts | KeyFacts;

/** A Redis key says all of itself in its module. */
export interface KeyFacts {
  readonly kind: "key";
}

export type StoredKind = "hash" | "json" | "set" | "zset" | "list" | "string";

/** What a read script replies of a key. */
export interface ReadFacts {
  readonly kind: StoredKind;
  readonly members: readonly (readonly string[])[] | "all";
  readonly expiry: boolean;
}

export interface LookupFacts {
  readonly name: string;
  readonly kind: StoredKind;
  readonly members: ReadFacts["members"] | undefined;
}

/** What a table's statements say. */
export interface TableFacts {
  readonly kind: "table";
  readonly columns: readonly ColumnFacts[];
  readonly key: readonly string[];
  /** Owner columns that hold a capture or the key. */
  readonly owners: readonly string[];
  /** Owner columns that hold a constant. */
  readonly constants: readonly FixedValue[];
  /** In a live row all of them have these values. */
  readonly marks: readonly FixedValue[];
  /** Columns whose difference makes a row another one. */
  readonly compared: readonly string[];
  readonly period: PeriodFacts | undefined;
  /** What becomes of rows that their key no longer yields. */
  readonly fates: readonly FateFacts[];
  /** By which a row remembers when its key was to go. */
  readonly expiry: string | undefined;
}

export interface ColumnFacts {
  readonly name: string;
  readonly type: ColumnTypeFacts;
  readonly sensitive: boolean;
}

export interface ColumnTypeFacts {
  readonly kind:
    | "smallint"
    | "int"
    | "bigint"
    | "numeric"
    | "real"
    | "double"
    | "boolean"
    | "json"
    | "text"
    | "varchar"
    | "char"
    | "native"
    | "uuid"
    | "bytes"
    | "date"
    | "time"
    | "timestamp"
    | "timestamptz";
}

export interface FixedValue {
  readonly column: string;
  readonly text: string | null;
}

export interface PeriodFacts {
  readonly from: string;
  readonly to: string;
  readonly current: string | undefined;
}

export interface FateFacts {
  readonly outcome: "remove" | "set";
  /** Whether the rows' key must have expired. */
  readonly when: "always" | "expired" | "unexpired";
  /** The property of an owner that has the instant by which it must have. */
  readonly expired: string | undefined;
  /** Constants that a soft delete writes. */
  readonly set: readonly FixedValue[];
  /** The property of an owner that has the other values which it writes, and their columns. */
  readonly sent: { readonly property: string; readonly columns: readonly string[] } | undefined;
}
