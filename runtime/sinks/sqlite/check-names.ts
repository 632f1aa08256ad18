import type { Table } from "../../job.ts";
import { identifier, qualified } from "./identifier.ts";

/** A table as messages name it. */
export function at({ table, site }: Pick<Table, "table" | "site">): string {
  return `table ${table} (${site})`;
}

/** A table as statements name it. */
export function sql({ schema, table }: Pick<Table, "schema" | "table">): string {
  return qualified(schema, table);
}

export function list(names: readonly string[]): string {
  return names.map(identifier).join(", ");
}

/** SQLite gives an index no name by itself. */
export function indexName({ table }: Pick<Table, "table">, columns: readonly string[]): string {
  return identifier([table, ...columns].join("_"));
}
