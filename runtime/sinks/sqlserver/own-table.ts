import { EXIT, StartupError } from "../../errors.ts";
import type { SinkError } from "../sink.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

/** A table of our own in the target. */
export interface OwnTable {
  /** As the message calls it: `checkpoint table`. */
  readonly what: string;
  /** In brackets, with its schema. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rights: readonly ("SELECT" | "INSERT" | "UPDATE")[];
  readonly create: string;
}

type Failure = Pick<SinkError, "serverCode" | "message">;

/** Creates the table where it is missing, as far as rights allow. One of our name that looks otherwise is left alone. */
export async function ensureTable(connection: Connection, target: string, table: OwnTable): Promise<void> {
  const found = await problemOf(connection, table);
  if (found === undefined) return;
  if (found.serverCode !== NO_TABLE) throw unusable(target, table, `can't be used: ${found.message}`);
  // Several workers may start at once: the one that comes second fails, and finds the table as it should be.
  const refused = await failureOf(connection, table, table.create);
  const left = await problemOf(connection, table);
  if (left === undefined) return;
  throw unusable(
    target,
    table,
    refused === undefined
      ? `can't be used: ${left.message}`
      : `is missing and could not be created: ${refused.message}`,
  );
}

const NO_TABLE = "208";

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

function unusable(target: string, { what, name, rights, create }: OwnTable, says: string): StartupError {
  const grant = `GRANT ${rights.join(", ")} ON ${name} TO <the user of target ${target}>;`;
  return new StartupError(
    "RDI5009",
    EXIT.target,
    `Target ${target}: The ${what} ${name} ${says}`,
    `Let somebody who may do so run:\n\n${create}\n${grant}`,
  );
}
