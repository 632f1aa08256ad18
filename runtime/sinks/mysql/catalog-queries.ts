/** What information_schema is asked about one table: its database and its name are the parameters. */

/** The first parameter is the database, or null for the connection's; the others are the name, which is told apart by case where the server does. */
export const TABLE = `
SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.TABLE_TYPE, t.ENGINE, CURRENT_USER()
FROM information_schema.TABLES AS t
WHERE t.TABLE_SCHEMA = COALESCE(?, DATABASE()) AND t.TABLE_NAME = ? AND (@@lower_case_table_names <> 0 OR BINARY t.TABLE_NAME = ?)`;

export const COLUMNS = `
SELECT c.COLUMN_NAME, c.COLUMN_TYPE, c.DATA_TYPE, c.COLUMN_DEFAULT, c.IS_NULLABLE, c.EXTRA, c.COLLATION_NAME, c.GENERATION_EXPRESSION, c.PRIVILEGES
FROM information_schema.COLUMNS AS c
WHERE c.TABLE_SCHEMA = ? AND BINARY c.TABLE_NAME = ? ORDER BY c.ORDINAL_POSITION`;

/** Of MariaDB, where a json column is a text with a check. */
export const JSON_CHECKS = `
SELECT c.CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS AS c WHERE c.CONSTRAINT_SCHEMA = ? AND BINARY c.TABLE_NAME = ?`;

export const INDEXES = `
SELECT s.INDEX_NAME, s.NON_UNIQUE, s.COLUMN_NAME, s.SUB_PART
FROM information_schema.STATISTICS AS s
WHERE s.TABLE_SCHEMA = ? AND BINARY s.TABLE_NAME = ? ORDER BY s.INDEX_NAME, s.SEQ_IN_INDEX`;

/** Names of triggers that a deletion fires; only whoever has the right TRIGGER sees them. */
export const TRIGGERS = `
SELECT t.TRIGGER_NAME FROM information_schema.TRIGGERS AS t
WHERE t.EVENT_OBJECT_SCHEMA = ? AND BINARY t.EVENT_OBJECT_TABLE = ? AND t.EVENT_MANIPULATION = 'DELETE'`;

const RULES = `
FROM information_schema.KEY_COLUMN_USAGE AS k JOIN information_schema.REFERENTIAL_CONSTRAINTS AS r
  ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME`;

export const FOREIGN_KEYS = `
SELECT k.CONSTRAINT_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME, k.COLUMN_NAME, k.REFERENCED_COLUMN_NAME, r.DELETE_RULE${RULES}
WHERE k.TABLE_SCHEMA = ? AND BINARY k.TABLE_NAME = ? AND k.REFERENCED_TABLE_NAME IS NOT NULL
ORDER BY k.CONSTRAINT_NAME, k.ORDINAL_POSITION`;

/** Foreign keys of any table that refer to this one. */
export const REFERENCES = `
SELECT k.CONSTRAINT_NAME, k.TABLE_SCHEMA, k.TABLE_NAME, k.COLUMN_NAME, k.REFERENCED_COLUMN_NAME, r.DELETE_RULE${RULES}
WHERE k.REFERENCED_TABLE_SCHEMA = ? AND BINARY k.REFERENCED_TABLE_NAME = ?
ORDER BY k.CONSTRAINT_NAME, k.TABLE_SCHEMA, k.TABLE_NAME, k.ORDINAL_POSITION`;
