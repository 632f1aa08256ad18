import type { Table } from "../../job.ts";
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
}

export interface ColumnFacts {
  readonly name: string;
  /** As PostgreSQL writes it: `character varying(20)`. */
  readonly type: string;
  /** pg_type.typname below all domains: `varchar`. Types outside pg_catalog carry their schema: `public.citext`. */
  readonly base: string;
  /** The modifier of length, precision or scale; −1 for none. */
  readonly modifier: number;
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

export interface IndexFacts {
  readonly name: string;
  /** Null for an expression. */
  readonly columns: readonly (string | null)[];
  readonly unique: boolean;
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

const COLUMNS = `
SELECT json_agg(json_build_object(
  'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'base', d.base, 'modifier', d.modifier,
  'notNull', a.attnotnull OR d.not_null, 'hasDefault', a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '' OR d.has_default,
  'generated', a.attgenerated <> '' OR a.attidentity = 'a', 'deterministic', coalesce(co.collisdeterministic, true),
  'mayInsert', has_column_privilege(a.attrelid, a.attnum, 'INSERT'), 'mayUpdate', has_column_privilege(a.attrelid, a.attnum, 'UPDATE'),
  'maySelect', has_column_privilege(a.attrelid, a.attnum, 'SELECT')) ORDER BY a.attnum)
FROM pg_attribute AS a
LEFT JOIN pg_collation AS co ON co.oid = a.attcollation
CROSS JOIN LATERAL (
  WITH RECURSIVE step AS (
    SELECT t.oid, t.typtype, t.typbasetype, a.atttypmod AS modifier, t.typtypmod, t.typnotnull AS not_null, t.typdefault IS NOT NULL AS has_default
    FROM pg_type AS t WHERE t.oid = a.atttypid
    UNION ALL
    SELECT t.oid, t.typtype, t.typbasetype, step.typtypmod, t.typtypmod, step.not_null OR t.typnotnull, step.has_default OR t.typdefault IS NOT NULL
    FROM step JOIN pg_type AS t ON t.oid = step.typbasetype WHERE step.typtype = 'd'
  )
  SELECT CASE WHEN tn.nspname = 'pg_catalog' THEN t.typname ELSE tn.nspname || '.' || t.typname END AS base, step.modifier, step.not_null, step.has_default
  FROM step JOIN pg_type AS t ON t.oid = step.oid JOIN pg_namespace AS tn ON tn.oid = t.typnamespace
  WHERE step.typtype <> 'd'
) AS d
WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped`;

const INDEXES = `
SELECT json_agg(json_build_object(
  'name', ic.relname, 'unique', i.indisunique, 'partial', i.indpred IS NOT NULL, 'predicate', pg_get_expr(i.indpred, i.indrelid),
  'deferrable', NOT i.indimmediate,
  'columns', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
    LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0 WHERE k.n <= i.indnkeyatts),
  'deterministic', NOT EXISTS (SELECT FROM unnest(i.indcollation::oid[]) AS x(oid) JOIN pg_collation AS co ON co.oid = x.oid
    WHERE NOT co.collisdeterministic)))
FROM pg_index AS i JOIN pg_class AS ic ON ic.oid = i.indexrelid
WHERE i.indrelid = c.oid AND i.indisvalid AND i.indisready`;

const REFERENCES = `
SELECT json_agg(json_build_object('oid', f.conrelid::int8, 'onDelete', f.confdeltype,
  'columns', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.conkey) WITH ORDINALITY AS k(attnum, n)
    JOIN pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = k.attnum),
  'referred', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.confkey) WITH ORDINALITY AS k(attnum, n)
    JOIN pg_attribute AS a ON a.attrelid = f.confrelid AND a.attnum = k.attnum)))
FROM pg_constraint AS f WHERE f.confrelid = c.oid AND f.contype = 'f' AND f.conparentid = 0`;

const TABLE = `
SELECT json_build_object(
  'kind', c.relkind, 'oid', c.oid::int8, 'schema', n.nspname, 'user', current_user,
  'mayUseSchema', has_schema_privilege(n.oid, 'USAGE'), 'mayDelete', has_table_privilege(c.oid, 'DELETE'),
  'hasDeleteTrigger', EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgtype & 8 <> 0),
  'columns', coalesce((${COLUMNS}), '[]'), 'indexes', coalesce((${INDEXES}), '[]'), 'references', coalesce((${REFERENCES}), '[]'))::text
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relname = $2::text AND (n.nspname = $1::text OR $1::text IS NULL AND pg_table_is_visible(c.oid))`;

/** Undefined when there is no such table. */
export async function readTable(connection: Connection, { schema, table }: Table): Promise<TableFacts | undefined> {
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
