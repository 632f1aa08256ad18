/** A name as SQL, always in brackets. */
export function identifier(name: string): string {
  return `[${name.replaceAll("]", "]]")}]`;
}

/** A table's name as SQL. Without a schema the login's default decides. */
export function qualified(schema: string | undefined, table: string): string {
  return schema === undefined ? identifier(table) : `${identifier(schema)}.${identifier(table)}`;
}
