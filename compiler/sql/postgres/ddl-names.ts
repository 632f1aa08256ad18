import type { CollationLock } from "../../schema/lock.ts";
import type { TableName } from "../ddl.ts";
import { quoted } from "../identifiers.ts";

/** A name for people to read: quoted only where it has to be. */
export function name(text: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(text) && !RESERVED.has(text) ? text : quoted(text);
}

export function names(texts: readonly string[]): string {
  return texts.map(name).join(", ");
}

export function tableName({ schema, table }: TableName): string {
  return schema === undefined ? name(table) : `${name(schema)}.${name(table)}`;
}

/** PostgreSQL writes collations in quotes. */
export function collationName({ schema, name: text }: CollationLock): string {
  return schema === undefined ? quoted(text) : `${name(schema)}.${quoted(text)}`;
}

export function stringLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Words that PostgreSQL 18 takes for no column or table without quotes. */
const RESERVED: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
  concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp
  current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having
  ilike in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not
  notnull null offset on only or order outer overlaps placing primary references returning right select session_user similar some
  symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when where window with`.split(
    /\s+/,
  ),
);
