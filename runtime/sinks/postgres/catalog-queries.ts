/** What pg_catalog is asked about one table. Each part is a JSON list; none of them needs a right on the table. */

/** Collations of pg_catalog are known everywhere. */
function collation(alias: string): string {
  const schema = `(SELECT n.nspname FROM pg_namespace AS n WHERE n.oid = ${alias}.collnamespace)`;
  return `json_build_object('name', ${alias}.collname, 'schema', nullif(${schema}, 'pg_catalog'))`;
}

const COLUMNS = `
SELECT json_agg(json_build_object(
  'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'base', d.base, 'modifier', d.modifier, 'stored', d.stored,
  'domain', CASE WHEN d.oid <> a.atttypid THEN format_type(a.atttypid, NULL) END,
  'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(ad.adbin, ad.adrelid) END,
  'expression', CASE WHEN a.attgenerated <> '' THEN pg_get_expr(ad.adbin, ad.adrelid) END,
  'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
  'collation', CASE WHEN a.attcollation <> d.own THEN ${collation("co")} END,
  'notNull', a.attnotnull OR d.not_null, 'hasDefault', a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '' OR d.has_default,
  'generated', a.attgenerated <> '' OR a.attidentity = 'a', 'deterministic', coalesce(co.collisdeterministic, true),
  'mayInsert', has_column_privilege(a.attrelid, a.attnum, 'INSERT'), 'mayUpdate', has_column_privilege(a.attrelid, a.attnum, 'UPDATE'),
  'maySelect', has_column_privilege(a.attrelid, a.attnum, 'SELECT')) ORDER BY a.attnum)
FROM pg_attribute AS a
LEFT JOIN pg_collation AS co ON co.oid = a.attcollation
LEFT JOIN pg_attrdef AS ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
CROSS JOIN LATERAL (
  WITH RECURSIVE step AS (
    SELECT t.oid, t.typtype, t.typbasetype, a.atttypmod AS modifier, t.typtypmod, t.typnotnull AS not_null, t.typdefault IS NOT NULL AS has_default
    FROM pg_type AS t WHERE t.oid = a.atttypid
    UNION ALL
    SELECT t.oid, t.typtype, t.typbasetype, step.typtypmod, t.typtypmod, step.not_null OR t.typnotnull, step.has_default OR t.typdefault IS NOT NULL
    FROM step JOIN pg_type AS t ON t.oid = step.typbasetype WHERE step.typtype = 'd'
  )
  SELECT CASE WHEN tn.nspname = 'pg_catalog' THEN t.typname ELSE tn.nspname || '.' || t.typname END AS base, step.modifier, step.not_null, step.has_default,
    t.oid, t.typcollation AS own, format_type(t.oid, step.modifier) AS stored
  FROM step JOIN pg_type AS t ON t.oid = step.oid JOIN pg_namespace AS tn ON tn.oid = t.typnamespace
  WHERE step.typtype <> 'd'
) AS d
WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped`;

const INDEXES = `
SELECT json_agg(json_build_object(
  'name', ic.relname, 'unique', i.indisunique, 'partial', i.indpred IS NOT NULL, 'predicate', pg_get_expr(i.indpred, i.indrelid),
  'deferrable', NOT i.indimmediate, 'primary', i.indisprimary,
  'nullsNotDistinct', coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
  'keys', (SELECT json_agg(json_build_object(
      'expression', CASE WHEN k.attnum = 0 THEN pg_get_indexdef(i.indexrelid, k.n::int, true) END,
      'collation', CASE WHEN k.collid <> coalesce(a.attcollation, k.collid) THEN ${collation("co")} END) ORDER BY k.n)
    FROM unnest(i.indkey::int2[], i.indcollation::oid[]) WITH ORDINALITY AS k(attnum, collid, n)
    LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0
    LEFT JOIN pg_collation AS co ON co.oid = k.collid WHERE k.n <= i.indnkeyatts),
  'columns', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
    LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0 WHERE k.n <= i.indnkeyatts),
  'deterministic', NOT EXISTS (SELECT FROM unnest(i.indcollation::oid[]) AS x(oid) JOIN pg_collation AS co ON co.oid = x.oid
    WHERE NOT co.collisdeterministic)))
FROM pg_index AS i JOIN pg_class AS ic ON ic.oid = i.indexrelid
WHERE i.indrelid = c.oid AND i.indisvalid AND i.indisready`;

const FOREIGN_KEYS = `
SELECT json_agg(json_build_object('name', f.conname, 'schema', pn.nspname, 'table', p.relname, 'onDelete', f.confdeltype,
  'deferred', f.condeferred,
  'columns', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.conkey) WITH ORDINALITY AS k(attnum, n)
    JOIN pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = k.attnum),
  'referred', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.confkey) WITH ORDINALITY AS k(attnum, n)
    JOIN pg_attribute AS a ON a.attrelid = f.confrelid AND a.attnum = k.attnum)))
FROM pg_constraint AS f JOIN pg_class AS p ON p.oid = f.confrelid JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
WHERE f.conrelid = c.oid AND f.contype = 'f' AND p.relispartition = false`;

const REFERENCES = `
SELECT json_agg(json_build_object('oid', f.conrelid::int8, 'onDelete', f.confdeltype,
  'columns', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.conkey) WITH ORDINALITY AS k(attnum, n)
    JOIN pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = k.attnum),
  'referred', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.confkey) WITH ORDINALITY AS k(attnum, n)
    JOIN pg_attribute AS a ON a.attrelid = f.confrelid AND a.attnum = k.attnum)))
FROM pg_constraint AS f WHERE f.confrelid = c.oid AND f.contype = 'f' AND f.conparentid = 0`;

/** $1 is the schema, or null for the search path; $2 the table. */
export const TABLE = `
SELECT json_build_object(
  'kind', c.relkind, 'oid', c.oid::int8, 'schema', n.nspname, 'user', current_user,
  'mayUseSchema', has_schema_privilege(n.oid, 'USAGE'), 'mayDelete', has_table_privilege(c.oid, 'DELETE'),
  'hasDeleteTrigger', EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgtype & 8 <> 0),
  'columns', coalesce((${COLUMNS}), '[]'), 'indexes', coalesce((${INDEXES}), '[]'), 'references', coalesce((${REFERENCES}), '[]'),
  'foreignKeys', coalesce((${FOREIGN_KEYS}), '[]'))::text
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relname = $2::text AND (n.nspname = $1::text OR $1::text IS NULL AND pg_table_is_visible(c.oid))`;
