/**
 * What is known of the tables that a project writes, as `rdi introspect` read it: `rdi.lock.json`, beside the `.rdi` files. It holds no
 * address, no secret and no time, so that it changes only when a table does.
 */
export interface SchemaLock {
  /** By name. */
  readonly targets: readonly TargetLock[];
}

export const LOCK_FILE = "rdi.lock.json";

/** Rises when something is renamed, removed or changes its meaning, not when something is added. */
export const LOCK_VERSION = 1;

export interface TargetLock {
  readonly name: string;
  readonly system: string;
  /** By schema and name. */
  readonly tables: readonly TableLock[];
  /** The worker's own tables that are there, by name. */
  readonly own: readonly OwnTableLock[];
}

export interface TableLock {
  /** As the project names it; undefined where the connection decides. */
  readonly schema: string | undefined;
  readonly table: string;
  readonly kind: TableKind;
  /** Where it was found, if the project names no schema. */
  readonly foundIn: string | undefined;
  /** Of a table that is missing: names that are there and look alike. */
  readonly near: readonly string[];
  /** By name. */
  readonly columns: readonly ColumnLock[];
  /** By name. */
  readonly indexes: readonly IndexLock[];
  /** By name. */
  readonly foreignKeys: readonly ForeignKeyLock[];
}

/** `other` is anything that holds no rows of its own, such as a view. */
export type TableKind = "table" | "other" | "missing";

export interface ColumnLock {
  readonly name: string;
  /** As the database writes it, below all domains: `character varying(20)`. */
  readonly type: string;
  readonly domain: string | undefined;
  readonly notNull: boolean;
  /** Whether the database fills the column in when it is not written. */
  readonly filled: boolean;
  readonly default: string | undefined;
  /** The expression of a column that is always computed. */
  readonly generated: string | undefined;
  readonly identity: "always" | "by default" | undefined;
  /** Where it is not the type's own. */
  readonly collation: CollationLock | undefined;
  /** False when different texts may be equal, such as `a` and `A`. */
  readonly exact: boolean;
}

/** The schema is undefined for a collation that every database has. */
export interface CollationLock {
  readonly name: string;
  readonly schema: string | undefined;
}

export interface IndexLock {
  readonly name: string;
  readonly keys: readonly IndexKeyLock[];
  readonly unique: boolean;
  readonly primary: boolean;
  readonly nullsNotDistinct: boolean;
  readonly deferrable: boolean;
  /** Of a partial index. */
  readonly where: string | undefined;
  /** False when different texts may be equal. */
  readonly exact: boolean;
}

/** One of `column` and `expression` is there; the collation only where it is not the column's own. */
export interface IndexKeyLock {
  readonly column: string | undefined;
  readonly expression: string | undefined;
  readonly collation: CollationLock | undefined;
}

export interface ForeignKeyLock {
  readonly name: string;
  readonly columns: readonly string[];
  /** The table that is referred to, by the schema in which it lies. */
  readonly references: { readonly schema: string; readonly table: string; readonly columns: readonly string[] };
  readonly onDelete: "no action" | "restrict" | "cascade" | "set null" | "set default";
  /** Looked at when the transaction commits. */
  readonly deferred: boolean;
}

export interface OwnTableLock {
  readonly table: string;
  readonly columns: readonly string[];
}

/** Finds tables by the names that a project gives them. */
export interface KnownTables {
  target(name: string): TargetLock | undefined;
  table(target: string, named: Pick<TableLock, "schema" | "table">): TableLock | undefined;
}

export function knownTables({ targets }: SchemaLock): KnownTables {
  const byName = new Map(targets.map((target) => [target.name, target]));
  const byTable = new Map(
    targets.flatMap(({ name, tables }) => tables.map((table) => [tableId(name, table), table] as const)),
  );
  return {
    target: (name) => byName.get(name),
    table: (target, named) => byTable.get(tableId(target, named)),
  };
}

export function tableId(target: string, { schema, table }: Pick<TableLock, "schema" | "table">): string {
  return JSON.stringify([target, schema ?? null, table]);
}
