import type { ColumnPlan } from "../plan/ir.ts";

/** What a dialect yields for one table: whole statements and the columns that fill their parameters. */
export interface TableStatements {
  readonly upsert: RowStatement;
  readonly insert: RowStatement;
  readonly remove: OwnerStatement | undefined;
  readonly removeMoved: MovedStatement | undefined;
  readonly collisions: RowStatement | undefined;
  readonly owners: OwnersStatement;
}

/** One array parameter a column. */
export interface RowStatement {
  readonly name: string;
  readonly text: string;
  readonly rows: readonly Parameter[];
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
  readonly rows: readonly Parameter[];
}

export interface OwnersStatement {
  readonly name: string;
  readonly first: string;
  readonly next: string;
}

export interface Parameter {
  readonly column: ColumnPlan;
  /** The runtime function of the dialect that encodes a list of the column's values: `postgres.bigint`. */
  readonly encoder: string;
}
