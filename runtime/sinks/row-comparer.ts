import type { Destination } from "../destination.ts";

/** Compares rows that keys yield with those that a target holds; changes nothing. All methods reject with `SinkError`. */
export interface RowComparer<Into extends Destination = Destination> {
  /** Those whose stored row is missing or differs, each named by its position. */
  differing(table: Into, rows: readonly object[]): Promise<readonly RowDifference[]>;
  /** Stored rows of the owners that are not among the given rows. */
  strays(table: Into, wanted: OwnedRows<Into>): Promise<readonly StrayRow[]>;
  close(): Promise<void>;
}

export interface OwnedRows<Into extends Destination = Destination> {
  readonly owners: readonly object[];
  /** All that the owners' keys yield. */
  readonly rows: readonly object[];
  /** What they yield in all of the target, this table's rows included: records of who owns what may be about all of it. */
  readonly everywhere: readonly { readonly table: Into; readonly rows: readonly object[] }[];
  /** Whether the owners' keys are gone. */
  readonly gone: boolean;
}

export interface RowDifference {
  readonly index: number;
  /** Changes whenever the stored row is written; undefined where there is none. */
  readonly version: string | undefined;
  /** None where the row is missing. */
  readonly columns: readonly ColumnDifference[];
}

export interface ColumnDifference {
  readonly name: string;
  /** As text; null is SQL's. */
  readonly stored: string | null;
  readonly wanted: string | null;
  readonly sensitive: boolean;
}

export interface StrayRow {
  /** The position of its owner. */
  readonly index: number;
  readonly version: string;
  /** The key columns, as text. */
  readonly key: readonly (string | null)[];
}
