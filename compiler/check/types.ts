import type { Span } from "../../grammar/source.ts";
import type { ColumnType, Value } from "../plan/ir.ts";

/**
 * The type of an expression. `raw` is undecoded bytes and `json` an undecoded JSON value, which also has steps; `invalid` was reported already and
 * fits everywhere.
 */
export type Kind = ScalarKind | "raw" | "list" | "map" | "null" | "never" | "invalid";
export type ScalarKind =
  | "text"
  | "uuid"
  | "exact"
  | "double"
  | "boolean"
  | "timestamptz"
  | "timestamp"
  | "date"
  | "time"
  | "duration"
  | "bytes"
  | "json";

/** What a list or a map holds. */
export interface ElementType {
  readonly kind: Kind;
  readonly nullable: boolean;
  readonly inexact?: boolean | undefined;
  /** Of a list or map within. */
  readonly element?: ElementType | undefined;
  /** Of a map within. */
  readonly names?: "raw" | "text" | undefined;
}

/** A literal whose value the compiler knows. A number is its digits, with sign. */
export type Constant =
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "boolean"; readonly value: boolean };

/** A checked expression. */
export interface Typed {
  readonly kind: Kind;
  readonly span: Span;
  /** In the representation of `kind`; of the column where it was converted for one. */
  readonly value: Value;
  readonly nullable: boolean;
  /** Came out of a division: must be rounded before it is stored as an exact type. */
  readonly inexact?: boolean;
  readonly constant?: Constant | undefined;
  /** What means the same and is undecoded: a field's bytes, a capture's, a JSON value. */
  readonly raw?: Value;
  /** Of a list or a map. */
  readonly element?: ElementType | undefined;
  /** Of a map: whether the names of its entries are bytes or text. */
  readonly names?: "raw" | "text" | undefined;
  /** For `raw`: the type by whose rules it is to be decoded first, which a capture has. */
  readonly rawType?: ColumnType;
  /** For `raw`: the same as text, where that is known already. */
  readonly text?: Value;
  /** The value in the representation of a column type that `as` named. */
  readonly stored?: { readonly type: ColumnType; readonly value: Value };
  /** For `raw`: `try` around it, which needs a type to have a meaning. */
  readonly untried?: boolean;
}

/** What an expression is needed as: a column's representation, or an operand. `explicit` allows what `as` allows. */
export type Goal =
  | { readonly kind: "column"; readonly type: ColumnType; readonly explicit: boolean }
  | { readonly kind: "operand"; readonly to: ScalarKind };

export function isUndecoded(kind: Kind): boolean {
  return kind === "raw" || kind === "json";
}

export function invalid(span: Span): Typed {
  return { kind: "invalid", span, value: { kind: "literal", value: null }, nullable: false };
}

const DESCRIPTIONS: Readonly<Record<Kind, string>> = {
  raw: "an undecoded value",
  text: "text",
  uuid: "a uuid",
  exact: "an exact number",
  double: "a `double`",
  boolean: "a boolean",
  timestamptz: "a `timestamptz`",
  timestamp: "a `timestamp`",
  date: "a date",
  time: "a time of day",
  duration: "a duration",
  bytes: "bytes",
  json: "a JSON value",
  list: "a list",
  map: "a map",
  null: "null",
  never: "a rejection",
  invalid: "a value",
};

/** "an exact number", for messages. */
export function describe(kind: Kind): string {
  return DESCRIPTIONS[kind];
}
