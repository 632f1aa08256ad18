import type { Instant } from "./values/instant.ts";
import type { Raw } from "./values/raw.ts";

/**
 * What one `into` of a job writes: rows of a table, keys of a Redis. Applying a key needs no more of it than this; the rest is between the
 * compiler and the sink of the target's kind.
 */
export interface Destination<
  Key extends object = object,
  Rows extends object = object,
  Row extends object = object,
  Owner extends object = object,
> {
  /** The `.rdi` name of the target. */
  readonly target: string;
  /** The table's name, or a Redis key as it is written: for messages. */
  readonly table: string;
  /** `file:line` of the `into`. */
  readonly site: string;
  readonly mode: "upsert" | "append" | "history";
  /** Those of a table. */
  readonly columns: readonly TableColumn[];
  /** What tells two rows apart. Empty for `append`. */
  readonly key: readonly string[];
  /** This destination's part of what `map` returned. */
  rowsOf(rows: Rows): readonly Row[];
  /**
   * By what all rows of this key are found again, with what else their removal needs. `now` is when the change was observed; `gone` when the key is
   * absent. Throws `Rejection` when a capture does not fit.
   */
  ownerOf(key: Key, now: Instant, gone: boolean): Owner;
  /** Equal for two rows exactly when their `key` is equal; for `append`, never called. */
  identityOf(row: Row): string;
  /** Equal for two rows exactly when all of them is equal. */
  contentOf(row: Row): string;
  /** The row that the removal of a key appends. Left out where it appends none. */
  goneRow?(key: Key, now: Instant): Row;
  /** The `key` columns of the row that stands for this member of the owner's value. Throws `Rejection` where there can't be one. Left out where the job reads no single members. */
  memberKey?(owner: Owner, member: Raw): object;
  /** Defined where two keys may yield one row, and the target itself can't tell within a batch. */
  readonly collisions?: object | undefined;
  /** For sweeps: pages over the owners that have live rows. Undefined where nothing is ever removed. */
  readonly owners: OwnersPage | undefined;
}

export interface TableColumn {
  readonly name: string;
  /** The .rdi type as written: `varchar(120)`. */
  readonly type: string;
  readonly notNull: boolean;
  readonly sensitive: boolean;
  /** Depends on more than its key: on the clock or on another key. Such a column is not verified. */
  readonly volatile?: "clock" | "lookup";
}

/** A listing of owners, page by page. */
export interface OwnersPage {
  readonly name: string;
  /** The Redis key (latin1 bytes) that stands for an owner as the listing has it; undefined when no key of this job can. */
  keyOf(columns: readonly (string | null)[]): string | undefined;
}
