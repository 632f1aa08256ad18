import {
  LOCK_VERSION,
  type CollationLock,
  type ColumnLock,
  type ForeignKeyLock,
  type IndexLock,
  type SchemaLock,
  type TableLock,
  type TargetLock,
} from "./lock.ts";

/** The text of a lock file: a line a column, an index and a foreign key. What is as usual is left out. */
export function lockText({ targets }: SchemaLock): string {
  return `${printed({ version: LOCK_VERSION, targets: sorted(targets, ({ name }) => [name]).map(targetJson) }, "")}\n`;
}

type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json };

function targetJson({ name, system, tables, own }: TargetLock): Json {
  return {
    name,
    system,
    tables: sorted(tables, ({ schema, table }) => [schema ?? "", table]).map(tableJson),
    own: sorted(own, ({ table }) => [table]).map(({ table, columns }) => ({ table, columns: sortedNames(columns) })),
  };
}

function tableJson({ schema, table, kind, foundIn, near, columns, indexes, foreignKeys }: TableLock): Json {
  const head = { ...some({ schema }), table, ...some({ kind: kind === "table" ? undefined : kind, foundIn }) };
  if (kind !== "table") return { ...head, ...(near.length === 0 ? {} : { near }) };
  return {
    ...head,
    columns: sorted(columns, ({ name }) => [name]).map(columnJson),
    indexes: sorted(indexes, ({ name }) => [name]).map(indexJson),
    foreignKeys: sorted(foreignKeys, ({ name }) => [name]).map(foreignKeyJson),
  };
}

function columnJson(column: ColumnLock): Json {
  const { name, type, domain, notNull, filled, identity, generated, exact } = column;
  const said = column.default !== undefined || identity !== undefined || generated !== undefined;
  return {
    name,
    type,
    ...some({ domain, collation: column.collation && collationJson(column.collation) }),
    ...some({ exact: exact ? undefined : false, notNull: notNull || undefined }),
    ...some({ default: column.default, identity, generated, filled: (filled && !said) || undefined }),
  };
}

/** A name alone is a collation that every database has. */
function collationJson({ name, schema }: CollationLock): Json {
  return schema === undefined ? name : { schema, name };
}

function indexJson({ name, keys, unique, primary, nullsNotDistinct, deferrable, where, exact }: IndexLock): Json {
  const columns = keys.map(({ column, expression, collation }): Json => {
    if (column !== undefined && collation === undefined) return column;
    return some({ column, expression, collation: collation && collationJson(collation) });
  });
  return {
    name,
    columns,
    ...some({ unique: unique || undefined, primary: primary || undefined }),
    ...some({ nullsNotDistinct: nullsNotDistinct || undefined, deferrable: deferrable || undefined }),
    ...some({ where, exact: exact ? undefined : false }),
  };
}

function foreignKeyJson({ name, columns, references, onDelete, deferred }: ForeignKeyLock): Json {
  return {
    name,
    columns,
    references: { ...references },
    ...some({ onDelete: onDelete === "no action" ? undefined : onDelete, deferred: deferred || undefined }),
  };
}

/** Without what is undefined. */
function some(properties: Readonly<Record<string, Json | undefined>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function sorted<Item>(items: readonly Item[], by: (item: Item) => readonly string[]): readonly Item[] {
  const order = (item: Item): string => JSON.stringify(by(item));
  return [...items].sort((a, b) => compareNames(order(a), order(b)));
}

function sortedNames(names: readonly string[]): readonly string[] {
  return [...names].sort(compareNames);
}

/** By code units, whatever the machine's language is. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Lists of objects take a line an item; an object without such a list takes one line. */
function printed(value: Json, indent: string): string {
  if (!hasLines(value)) return onOneLine(value);
  const inner = `${indent}  `;
  if (isList(value)) return `[\n${value.map((item) => inner + printed(item, inner)).join(",\n")}\n${indent}]`;
  const entries = Object.entries(value).map(
    ([name, item]) => `${inner}${JSON.stringify(name)}: ${printed(item, inner)}`,
  );
  return `{\n${entries.join(",\n")}\n${indent}}`;
}

function hasLines(value: Json): boolean {
  if (isList(value)) return value.some((item) => typeof item === "object" && !isList(item) && !isKey(item));
  return typeof value === "object" && Object.values(value).some(hasLines);
}

/** What an index has in place of a column's name stays in its line. */
function isKey(item: Readonly<Record<string, Json>>): boolean {
  return Object.hasOwn(item, "expression") || Object.hasOwn(item, "column");
}

function onOneLine(value: Json): string {
  if (isList(value)) return `[${value.map(onOneLine).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${onOneLine(item)}`);
  return `{ ${entries.join(", ")} }`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
