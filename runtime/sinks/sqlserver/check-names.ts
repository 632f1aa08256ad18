import type { Table } from "../../job.ts";
import { identifier, qualified } from "./identifier.ts";

/** A table as messages name it. */
export function at({ schema, table, site }: Pick<Table, "schema" | "table" | "site">): string {
  return `table ${schema === undefined ? table : `${schema}.${table}`} (${site})`;
}

/** A table as statements name it. */
export function sql({ schema, table }: Pick<Table, "schema" | "table">): string {
  return qualified(schema, table);
}

export function list(names: readonly string[]): string {
  return names.map(identifier).join(", ");
}
