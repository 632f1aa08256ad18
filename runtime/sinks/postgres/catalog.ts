import type { Table } from "../../job.ts";
import { TABLE } from "./catalog-queries.ts";
import type { Connection } from "./connection.ts";

/** What PostgreSQL knows about one table. Domains are looked through. */
export interface TableFacts {
  /** pg_class.relkind: `r` table, `p` partitioned table, `v` view, … */
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
  /** As PostgreSQL writes it: `character varying(20)`. */
  readonly type: string;
  /** pg_type.typname below all domains: `varchar`. Types outside pg_catalog carry their schema: `public.citext`. */
  readonly base: string;
  /** The modifier of length, precision or scale; −1 for none. */
  readonly modifier: number;
  /** The type below all domains, as PostgreSQL writes it. */
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

/** The schema is null for pg_catalog. */
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
  /** Of a partial index, as PostgreSQL writes it. */
  readonly predicate: string | null;
  readonly deferrable: boolean;
  readonly deterministic: boolean;
}

export interface ReferenceFacts {
  /** The referring table. */
  readonly oid: number;
  readonly columns: readonly string[];
  readonly referred: readonly string[];
  /** pg_constraint.confdeltype: `a` no action, `r` restrict, `c` cascade, `n` set null, `d` set default. */
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

/** Undefined when there is no such table. */
export async function readTable(
  connection: Connection,
  { schema, table }: Pick<Table, "schema" | "table">,
): Promise<TableFacts | undefined> {
  const { rows } = await connection.query({ text: TABLE, values: [schema ?? null, table] });
  const facts = rows[0]?.[0];
  return typeof facts === "string" ? JSON.parse(facts) : undefined;
}

/** The name below all domains of a type as written in `native("…")`, in the form of {@link ColumnFacts.base}; undefined when unknown. */
export async function readType(connection: Connection, type: string): Promise<string | undefined> {
  const { rows } = await connection.query({
    text: `WITH RECURSIVE step AS (
  SELECT t.* FROM pg_type AS t WHERE t.oid = to_regtype($1)
  UNION ALL
  SELECT t.* FROM step JOIN pg_type AS t ON t.oid = step.typbasetype WHERE step.typtype = 'd'
)
SELECT CASE WHEN n.nspname = 'pg_catalog' THEN t.typname ELSE n.nspname || '.' || t.typname END
FROM step AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace WHERE t.typtype <> 'd'`,
    values: [type],
  });
  return rows[0]?.[0] ?? undefined;
}
