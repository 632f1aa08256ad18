import { ensureOwnTable, type Failure, type OwnTable } from "../own-table.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

export function ensureTable(connection: Connection, target: string, table: OwnTable): Promise<void> {
  return ensureOwnTable(target, table, {
    problemOf: (one) => problemOf(connection, one),
    run: (one, text) => failureOf(connection, one, text),
    missing: ["208"],
  });
}

async function problemOf(connection: Connection, table: OwnTable): Promise<Failure | undefined> {
  const { name, columns, rights } = table;
  const failed = await failureOf(connection, table, `SELECT TOP (0) ${columns.join(", ")} FROM ${name}`);
  if (failed !== undefined) return failed;
  const has = rights.map((right) => `HAS_PERMS_BY_NAME(@name, N'OBJECT', N'${right}') = 1`).join(" AND ");
  const { rows } = await connection.query({
    text: `SELECT CASE WHEN ${has} THEN N'yes' END AS allowed`,
    parameters: { name },
  });
  if (rows[0]?.[0] === "yes") return undefined;
  return { serverCode: "229", message: `the user lacks the right to ${rights.join(" or ")}` };
}

async function failureOf(connection: Connection, { name }: OwnTable, text: string): Promise<Failure | undefined> {
  const { failure } = await connection.run({ text });
  if (failure === undefined) return undefined;
  const error = sinkError(failure, name);
  if (error.class === "connection") throw error;
  return error;
}
