/** A name as SQL, always quoted. */
export function identifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A table's name as SQL. Without a schema the connection's database decides. */
export function qualified(schema: string | undefined, table: string): string {
  return schema === undefined ? identifier(table) : `${identifier(schema)}.${identifier(table)}`;
}
