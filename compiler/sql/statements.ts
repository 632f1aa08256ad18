import type { ColumnPlan } from "../plan/ir.ts";
import type { SetBy } from "./soft-delete.ts";

/** What a dialect yields for one table: whole statements and the columns that fill their parameters. */
export interface TableStatements {
  /** All of them take the same parameters. */
  readonly writes: readonly RowStatement[];
  readonly insert: RowStatement | undefined;
  readonly removals: readonly OwnerStatement[];
  readonly moved: readonly MovedStatement[];
  readonly collisions: RowStatement | undefined;
  readonly owners: OwnersStatement | undefined;
  readonly strays: StraysCondition | undefined;
  /** Where single members are read: removes the rows of those that are gone. */
  readonly left?: RowStatement | undefined;
}

/** One array parameter a column. */
export interface RowStatement {
  readonly name: string;
  readonly text: string;
  readonly rows: readonly ColumnParameter[];
}

export interface OwnerStatement {
  readonly name: string;
  readonly text: string;
  readonly owners: readonly Parameter[];
}

export interface MovedStatement {
  readonly name: string;
  readonly text: string;
  readonly owners: readonly Parameter[];
  readonly rows: readonly ColumnParameter[];
}

/** Conditions over the row `t`. */
export interface StraysCondition {
  readonly present: string;
  readonly gone: string;
}

export interface OwnersStatement {
  readonly name: string;
  readonly first: string;
  readonly next: string;
}

/** `encoder` is the runtime function of the dialect that encodes a list of values: `postgres.bigint`. */
export interface ColumnParameter {
  readonly of: "column";
  readonly column: ColumnPlan;
  readonly encoder: string;
}

export type Parameter =
  | ColumnParameter
  /** What a soft delete writes into the column. */
  | { readonly of: "set"; readonly by: SetBy; readonly column: ColumnPlan; readonly encoder: string }
  /** The instant by which a row's expiry must have passed, or null. */
  | { readonly of: "expired"; readonly encoder: string };
