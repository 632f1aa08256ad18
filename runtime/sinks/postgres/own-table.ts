import { ensureOwnTable, type Failure, type OwnTable } from "../own-table.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

export function ensureTable(connection: Connection, target: string, table: OwnTable): Promise<void> {
  return ensureOwnTable(target, table, {
    problemOf: (one) => problemOf(connection, one),
    run: (one, text) => run(connection, one, text),
    missing: ["42P01"],
    missingColumn: "42703",
  });
}

async function problemOf(connection: Connection, { name, columns, rights }: OwnTable): Promise<Failure | undefined> {
  try {
    await connection.query({ text: `SELECT ${columns.join(", ")} FROM ${name} LIMIT 0` });
    const has = rights.map((right) => `has_table_privilege(c.oid, '${right}')`).join(" AND ");
    const { rows } = await connection.query({
      text: `SELECT ${has} FROM pg_class AS c WHERE c.oid = to_regclass($1)`,
      values: [name],
    });
    if (rows[0]?.[0] === "t") return undefined;
    return { serverCode: "42501", message: `the user lacks the right to ${rights.join(" or ")}` };
  } catch (thrown) {
    const error = sinkError(thrown, name);
    if (error.class === "connection") throw error;
    return error;
  }
}

async function run(connection: Connection, { name }: OwnTable, text: string): Promise<Failure | undefined> {
  const results = await Promise.allSettled([
    connection.query({ text: "BEGIN READ WRITE" }),
    connection.query({ text }),
    connection.query({ text: "COMMIT" }),
  ]);
  const [failure] = results.flatMap((result) => (result.status === "rejected" ? [sinkError(result.reason, name)] : []));
  if (failure?.class === "connection") throw failure;
  return failure;
}
