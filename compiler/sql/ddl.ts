import type { ColumnType } from "../plan/ir.ts";
import type { CollationLock, ColumnLock } from "../schema/lock.ts";

/** What a kind of database says about tables: whether a stored type holds a column's values, and the statements that make and change it. */
export interface DdlDialect {
  /** Whether a stored column takes all values of a column of a `.rdi` file, and how. */
  fit(type: ColumnType, stored: ColumnLock, use: FitUse): Fit;
  /** The type to write in a `.rdi` file for a stored one; undefined where none fits it. */
  writtenType(stored: ColumnLock): string | undefined;
  /** A type's name in statements. */
  typeName(type: ColumnType): string;
  /** The smallest type that holds what is stored and the column's values; undefined where nothing holds both without a loss. */
  widened(type: ColumnType, stored: ColumnLock): string | undefined;
  /** Of text: one in which only equal texts are equal. Undefined for types that need none. */
  exactCollation(type: string): string | undefined;
  collationName(collation: CollationLock): string;
  readonly statements: DdlStatements;
}

/** `history` compares stored values with values of the type as it is written. */
export type FitUse = "rows" | "history";

/** `refuses`: some values are refused there; `loses`: some are cut or rounded without a word; `differs`: it is another type. */
export type Fit = { readonly kind: "fits" } | { readonly kind: "refuses" | "loses" | "differs"; readonly why: string };

/** Each is one statement, or several, with its semicolon. */
export interface DdlStatements {
  createSchema(schema: string): string;
  createTable(table: NeededTable): string;
  createIndex(table: TableName, index: NeededIndex): string;
  addColumn(table: TableName, column: NeededColumn): string;
  changeType(table: TableName, column: string, type: TypeChange): string;
  dropNotNull(table: TableName, columns: readonly KeptColumn[]): string;
  setNotNull(table: TableName, column: KeptColumn): string;
  /** Of an identity column: values may be written. */
  acceptValues(table: TableName, column: string): string;
  /** A table's name as its statements have it. */
  tableName(table: TableName): string;
  /** Lines that are no statement. */
  comment(text: string): string;
}

export interface TypeChange {
  readonly type: string;
  /** As SQL. */
  readonly collation: string | undefined;
  /** Stays as it is; some databases want it said again. */
  readonly notNull: boolean;
}

/** A column whose type and collation stay as they are; some databases want them said again. */
export interface KeptColumn extends Pick<TypeChange, "type" | "collation"> {
  readonly name: string;
}

export interface TableName {
  readonly schema: string | undefined;
  readonly table: string;
}

/** A table that jobs of a project write, as it has to be. */
export interface NeededTable extends TableName {
  readonly doc: string | undefined;
  readonly columns: readonly NeededColumn[];
  /** What identifies a stored row; nothing identifies one that is appended. */
  readonly identity: readonly string[];
  /** Further ones. */
  readonly indexes: readonly NeededIndex[];
  /** Whether its versions keep a period. */
  readonly use: FitUse;
}

export interface NeededColumn {
  readonly name: string;
  readonly doc: string | undefined;
  readonly type: ColumnType;
  /** As the file says it, or as it has to be. */
  readonly notNull: boolean;
  /** Whether a null may be written. */
  readonly nullable: boolean;
  /** Whether equal has to mean equal bytes. */
  readonly exact: boolean;
}

export interface NeededIndex {
  readonly columns: readonly string[];
  readonly unique: boolean;
  /** Only rows in which this column is null. */
  readonly whereNull: string | undefined;
  readonly why: "identity" | "owner" | "open";
}
