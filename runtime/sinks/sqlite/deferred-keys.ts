import { SinkError } from "../sink.ts";
import type { Connection } from "./connection.ts";

/**
 * Foreign keys that SQLite looks at when a transaction commits. A trial rolls back instead, so it counts what is not satisfied before and after.
 * Undefined where no table has any, which is usual: the count reads all of those tables.
 */
export function watchDeferredKeys(connection: Connection): { readonly check: () => void } | undefined {
  const tables = connection
    .all("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%INITIALLY%DEFERRED%'")
    .map(([name]) => String(name));
  if (tables.length === 0) return undefined;
  const count = (): number => tables.reduce((sum, table) => sum + unsatisfied(connection, table), 0);
  const before = count();
  return {
    check() {
      if (count() <= before) return;
      throw new SinkError("order", "SQLITE_CONSTRAINT_FOREIGNKEY", "FOREIGN KEY constraint failed", {
        statement: "COMMIT",
      });
    },
  };
}

function unsatisfied(connection: Connection, table: string): number {
  return Number(connection.all("SELECT count(*) FROM pragma_foreign_key_check(?1)", [table])[0]?.[0] ?? 0);
}
