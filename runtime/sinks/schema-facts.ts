import type { Table } from "../job.ts";
import type { TargetOptions } from "../target.ts";

export type NamedTable = Pick<Table, "schema" | "table">;

/** What a database says about tables that a project names. */
export interface SchemaFacts {
  /** In the order in which they were asked for. */
  readonly tables: readonly FoundTable[];
  /** The worker's own tables that are there. */
  readonly own: readonly OwnTableFacts[];
}

export interface FoundTable extends NamedTable {
  /** Undefined when there is no such table. */
  readonly facts: TableFacts | undefined;
  /** Of a table that is missing: the names that there are in its schema. */
  readonly neighbours: readonly string[];
}

export interface OwnTableFacts {
  readonly table: string;
  readonly columns: readonly string[];
}

/** A table that the worker keeps for itself, and the statements that make it and bring an older one up to date. */
export interface OwnTableText {
  readonly table: string;
  readonly columns: readonly string[];
  readonly create: string;
  readonly upgrade: string | undefined;
  /** Whether jobs that write such tables need it. */
  isNeededBy(tables: readonly Pick<Table, "mode">[]): boolean;
}

export interface Introspected {
  readonly name: string;
  readonly url: string;
  readonly schema: string | undefined;
  readonly options?: TargetOptions | undefined;
}

/**
 * What a database knows about one table, in the words of PostgreSQL; others say the same in them. Domains are looked through.
 */
export interface TableFacts {
  /** `r` table, `p` partitioned table, `v` view, and others that are no tables. */
  readonly kind: string;
  readonly oid: number;
  readonly schema: string;
  readonly user: string;
  readonly mayUseSchema: boolean;
  readonly mayDelete: boolean;
  /** A user's trigger that fires on DELETE. */
  readonly hasDeleteTrigger: boolean;
  readonly columns: readonly ColumnFacts[];
  readonly indexes: readonly IndexFacts[];
  /** Foreign keys of any table that refer to this one. */
  readonly references: readonly ReferenceFacts[];
  /** Of this table. */
  readonly foreignKeys: readonly ForeignKeyFacts[];
}

export interface ColumnFacts {
  readonly name: string;
  /** As the database writes it: `character varying(20)`. */
  readonly type: string;
  /** The type's name below all domains: `varchar`. Types outside the system catalog carry their schema: `public.citext`. */
  readonly base: string;
  /** PostgreSQL's modifier of length, precision or scale; −1 for none, and elsewhere. */
  readonly modifier: number;
  /** The type below all domains, as the database writes it. */
  readonly stored: string;
  readonly domain: string | null;
  readonly default: string | null;
  /** Of a column that is generated. */
  readonly expression: string | null;
  readonly identity: "always" | "by default" | null;
  /** Where it is not the type's own. */
  readonly collation: CollationFacts | null;
  readonly notNull: boolean;
  /** Filled in by a default, an identity or an expression when it is not written. */
  readonly hasDefault: boolean;
  /** GENERATED ALWAYS: can't be written. */
  readonly generated: boolean;
  /** False when 'a' and 'A' may be equal. */
  readonly deterministic: boolean;
  readonly mayInsert: boolean;
  readonly mayUpdate: boolean;
  readonly maySelect: boolean;
}

/** The schema is null for what every database has. */
export interface CollationFacts {
  readonly name: string;
  readonly schema: string | null;
}

export interface IndexFacts {
  readonly name: string;
  /** Null for an expression. */
  readonly columns: readonly (string | null)[];
  /** One for each of `columns`: an expression, and a collation that is not the column's own. */
  readonly keys: readonly { readonly expression: string | null; readonly collation: CollationFacts | null }[];
  readonly primary: boolean;
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  readonly partial: boolean;
  /** Of a partial index, as the database writes it. */
  readonly predicate: string | null;
  readonly deferrable: boolean;
  readonly deterministic: boolean;
}

export interface ReferenceFacts {
  /** The referring table. */
  readonly oid: number;
  readonly columns: readonly string[];
  readonly referred: readonly string[];
  /** `a` no action, `r` restrict, `c` cascade, `n` set null, `d` set default. */
  readonly onDelete: string;
}

export interface ForeignKeyFacts {
  readonly name: string;
  /** The table that is referred to. */
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly referred: readonly string[];
  readonly onDelete: ReferenceFacts["onDelete"];
  /** Looked at when a transaction commits. */
  readonly deferred: boolean;
}
