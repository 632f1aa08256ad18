/** What the catalog is asked about one table. Each part is a JSON list. The catalog shows nothing of tables on which the user has no right at all. */

export const EXACT_COLLATION = "Latin1_General_100_BIN2";
/** As the catalog names it, Babelfish's last. */
const EXACT_COLLATIONS = `(N'${EXACT_COLLATION}', N'bbf_unicode_bin2')`;

const RIGHT_ON_COLUMN = (right: string): string =>
  `CONVERT(bit, HAS_PERMS_BY_NAME(n.name, N'OBJECT', N'${right}', QUOTENAME(c.name), N'COLUMN'))`;

/** Behind a type's name. */
const ARGUMENTS = `CASE
    WHEN ty.name IN (N'nvarchar', N'nchar', N'varchar', N'char', N'varbinary', N'binary') AND c.max_length < 0 THEN N'(max)'
    WHEN ty.name IN (N'nvarchar', N'nchar') THEN CONCAT(N'(', c.max_length / 2, N')')
    WHEN ty.name IN (N'varchar', N'char', N'varbinary', N'binary') THEN CONCAT(N'(', c.max_length, N')')
    WHEN ty.name IN (N'decimal', N'numeric') THEN CONCAT(N'(', c.[precision], N',', c.scale, N')')
    WHEN ty.name IN (N'time', N'datetime2', N'datetimeoffset') THEN CONCAT(N'(', c.scale, N')')
    ELSE N'' END`;

/** An alias type is a domain. Rows' versions fill themselves in. */
const COLUMNS = `SELECT c.name AS name, w.written AS type, ty.name AS base, -1 AS modifier, w.written AS stored,
  IIF(bt.name IS NULL, NULL, CONCAT(SCHEMA_NAME(ut.schema_id), N'.', ut.name)) AS domain,
  d.[definition] AS [default],
  CASE WHEN c.is_computed = 1 THEN cc.[definition] WHEN ty.name = N'timestamp' OR c.generated_always_type <> 0 THEN ty.name END AS expression,
  IIF(c.is_identity = 1, N'always', NULL) AS [identity],
  JSON_QUERY(IIF(c.collation_name = CONVERT(sysname, DATABASEPROPERTYEX(DB_NAME(), N'Collation')), NULL,
    N'{"name":"' + c.collation_name + N'","schema":null}')) AS collation,
  CONVERT(bit, 1 - c.is_nullable) AS notNull,
  CONVERT(bit, IIF(c.default_object_id <> 0 OR c.is_identity = 1 OR c.is_computed = 1 OR ty.name = N'timestamp' OR c.generated_always_type <> 0, 1, 0)) AS hasDefault,
  CONVERT(bit, IIF(c.is_computed = 1 OR ty.name = N'timestamp' OR c.generated_always_type <> 0, 1, 0)) AS generated,
  CONVERT(bit, IIF(c.collation_name IS NULL OR c.collation_name IN ${EXACT_COLLATIONS}, 1, 0)) AS deterministic,
  CONVERT(bit, HAS_PERMS_BY_NAME(n.name, N'OBJECT', N'INSERT')) AS mayInsert,
  ${RIGHT_ON_COLUMN("UPDATE")} AS mayUpdate, ${RIGHT_ON_COLUMN("SELECT")} AS maySelect
FROM sys.columns AS c
JOIN sys.types AS ut ON ut.user_type_id = c.user_type_id
LEFT JOIN sys.types AS bt ON bt.user_type_id = c.system_type_id AND ut.is_user_defined = 1 AND ut.is_assembly_type = 0
CROSS APPLY (SELECT COALESCE(bt.name, ut.name) AS name) AS ty
CROSS APPLY (SELECT CONCAT(ty.name, ${ARGUMENTS}) AS written) AS w
LEFT JOIN sys.computed_columns AS cc ON cc.object_id = c.object_id AND cc.column_id = c.column_id
LEFT JOIN sys.default_constraints AS d ON d.object_id = c.default_object_id
WHERE c.object_id = o.object_id
ORDER BY c.column_id
FOR JSON PATH, INCLUDE_NULL_VALUES`;

/** An index that drops duplicates without a word is none that tells rows apart. */
const INDEXES = `SELECT i.name AS name, CONVERT(bit, IIF(i.is_unique = 1 AND i.ignore_dup_key = 0, 1, 0)) AS [unique], i.has_filter AS partial,
  REPLACE(REPLACE(i.filter_definition, N'[', N''), N']', N'') AS predicate, CONVERT(bit, 0) AS deferrable, i.is_primary_key AS "primary",
  CONVERT(bit, 1) AS nullsNotDistinct,
  JSON_QUERY((SELECT kc.name AS name FROM sys.index_columns AS k
    JOIN sys.columns AS kc ON kc.object_id = k.object_id AND kc.column_id = k.column_id
    WHERE k.object_id = i.object_id AND k.index_id = i.index_id AND k.is_included_column = 0 ORDER BY k.key_ordinal FOR JSON PATH)) AS named,
  CONVERT(bit, IIF(EXISTS (SELECT 1 FROM sys.index_columns AS k JOIN sys.columns AS kc ON kc.object_id = k.object_id AND kc.column_id = k.column_id
    WHERE k.object_id = i.object_id AND k.index_id = i.index_id AND k.is_included_column = 0 AND kc.collation_name NOT IN ${EXACT_COLLATIONS}), 0, 1)) AS deterministic
FROM sys.indexes AS i
WHERE i.object_id = o.object_id AND i.type IN (1, 2) AND i.is_disabled = 0 AND i.is_hypothetical = 0
FOR JSON PATH, INCLUDE_NULL_VALUES`;

const ON_DELETE =
  "CASE f.delete_referential_action WHEN 1 THEN N'c' WHEN 2 THEN N'n' WHEN 3 THEN N'd' ELSE N'a' END AS onDelete";

function pairs(side: "parent" | "referenced"): string {
  return `JSON_QUERY((SELECT x.name AS name FROM sys.foreign_key_columns AS k
    JOIN sys.columns AS x ON x.object_id = k.${side}_object_id AND x.column_id = k.${side}_column_id
    WHERE k.constraint_object_id = f.object_id ORDER BY k.constraint_column_id FOR JSON PATH))`;
}

const FOREIGN_KEYS = `SELECT f.name AS name, SCHEMA_NAME(p.schema_id) AS [schema], p.name AS [table], ${ON_DELETE}, CONVERT(bit, 0) AS deferred,
  ${pairs("parent")} AS columns, ${pairs("referenced")} AS referred
FROM sys.foreign_keys AS f JOIN sys.objects AS p ON p.object_id = f.referenced_object_id
WHERE f.parent_object_id = o.object_id AND f.is_disabled = 0
FOR JSON PATH`;

const REFERENCES = `SELECT f.parent_object_id AS oid, ${ON_DELETE}, ${pairs("parent")} AS columns, ${pairs("referenced")} AS referred
FROM sys.foreign_keys AS f WHERE f.referenced_object_id = o.object_id AND f.is_disabled = 0
FOR JSON PATH`;

/** `@name` is the table's name as statements have it: the login's default schema is looked in first, then dbo. */
export const TABLE = `SELECT (SELECT
  CASE WHEN o.type = N'U' THEN N'r' ELSE LOWER(RTRIM(o.type)) END AS kind, o.object_id AS oid, SCHEMA_NAME(o.schema_id) AS [schema], USER_NAME() AS [user],
  CONVERT(bit, 1) AS mayUseSchema, CONVERT(bit, HAS_PERMS_BY_NAME(n.name, N'OBJECT', N'DELETE')) AS mayDelete,
  CONVERT(bit, IIF(EXISTS (SELECT 1 FROM sys.triggers AS g JOIN sys.trigger_events AS e ON e.object_id = g.object_id
    WHERE g.parent_id = o.object_id AND g.is_disabled = 0 AND e.type_desc = N'DELETE'), 1, 0)) AS hasDeleteTrigger,
  JSON_QUERY((${COLUMNS})) AS columns, JSON_QUERY((${INDEXES})) AS indexes,
  JSON_QUERY((${REFERENCES})) AS [references], JSON_QUERY((${FOREIGN_KEYS})) AS foreignKeys
FOR JSON PATH, WITHOUT_ARRAY_WRAPPER) AS facts
FROM sys.objects AS o
CROSS APPLY (SELECT QUOTENAME(SCHEMA_NAME(o.schema_id)) + N'.' + QUOTENAME(o.name) AS name) AS n
WHERE o.object_id = OBJECT_ID(@name) AND o.type IN (N'U', N'V', N'SN', N'ET')`;
