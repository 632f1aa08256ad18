import { ensureOwnTable, type Failure, type OwnTable } from "../own-table.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { identifier } from "./identifier.ts";

export const NO_SUCH_TABLE = "1146";

export function ensureTable(connection: Connection, target: string, table: OwnTable): Promise<void> {
  return ensureOwnTable(target, table, {
    problemOf: (one) => problemOf(connection, one),
    run: (one, text) => run(connection, one, text),
    // Without any right on it the server does not say whether it is there.
    missing: [NO_SUCH_TABLE, "1142"],
    missingColumn: "1054",
  });
}

/** EXPLAIN asks for the rights of its statement, and runs nothing. */
async function problemOf(connection: Connection, { name, columns, rights }: OwnTable): Promise<Failure | undefined> {
  const [first = ""] = columns.map(identifier);
  const trials = {
    SELECT: `SELECT ${columns.map(identifier).join(", ")} FROM ${name} LIMIT 0`,
    INSERT: `EXPLAIN INSERT INTO ${name} SELECT * FROM ${name} WHERE FALSE`,
    UPDATE: `EXPLAIN UPDATE ${name} SET ${first} = ${first} WHERE FALSE`,
  };
  try {
    for (const right of rights) await connection.command(trials[right]);
    return undefined;
  } catch (thrown) {
    const error = sinkError(thrown, name);
    if (error.class === "connection") throw error;
    return error;
  }
}

async function run(connection: Connection, { name }: OwnTable, text: string): Promise<Failure | undefined> {
  try {
    await connection.command(text.replace(/;$/, ""));
    return undefined;
  } catch (thrown) {
    const error = sinkError(thrown, name);
    if (error.class === "connection") throw error;
    return error;
  }
}
