import type { Table } from "../../job.ts";
import type { TableFacts } from "../schema-facts.ts";
import { TABLE } from "./catalog-queries.ts";
import type { Connection } from "./connection.ts";

/** Undefined when there is no such table. */
export async function readTable(
  connection: Connection,
  { schema, table }: Pick<Table, "schema" | "table">,
): Promise<TableFacts | undefined> {
  const { rows } = await connection.query({ text: TABLE, values: [schema ?? null, table] });
  const facts = rows[0]?.[0];
  return typeof facts === "string" ? JSON.parse(facts) : undefined;
}

/** The name below all domains of a type as written in `native("…")`, in the form of `ColumnFacts.base`; undefined when unknown. */
export async function readType(connection: Connection, type: string): Promise<string | undefined> {
  const { rows } = await connection.query({
    text: `WITH RECURSIVE step AS (
  SELECT t.* FROM pg_type AS t WHERE t.oid = to_regtype($1)
  UNION ALL
  SELECT t.* FROM step JOIN pg_type AS t ON t.oid = step.typbasetype WHERE step.typtype = 'd'
)
SELECT CASE WHEN n.nspname = 'pg_catalog' THEN t.typname ELSE n.nspname || '.' || t.typname END
FROM step AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace WHERE t.typtype <> 'd'`,
    values: [type],
  });
  return rows[0]?.[0] ?? undefined;
}
