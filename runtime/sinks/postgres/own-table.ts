import { EXIT, StartupError } from "../../errors.ts";
import type { SinkError } from "../sink.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

/** A table of our own in the target. */
export interface OwnTable {
  /** As the message calls it: `checkpoint table`. */
  readonly what: string;
  /** Quoted, with its schema. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rights: readonly ("SELECT" | "INSERT" | "UPDATE")[];
  readonly create: string;
  /** What brings an older one up to date, which lacks some columns. */
  readonly upgrade: { readonly lacks: readonly string[]; readonly run: string } | undefined;
}

type Failure = Pick<SinkError, "serverCode" | "message">;

/** Creates the table where it is missing, adds columns that an older one lacks, as far as rights allow. */
export async function ensureTable(connection: Connection, target: string, table: OwnTable): Promise<void> {
  const found = await problemOf(connection, table);
  if (found === undefined) return;
  const repair = await repairOf(connection, table, found);
  if (repair === undefined) throw unusable(target, table, found);
  const refused = await run(connection, table, repair.run);
  const left = await problemOf(connection, table);
  if (left === undefined) return;
  if (refused === undefined) throw unusable(target, table, left);
  throw tableError(target, table, { says: `${repair.says}: ${refused.message}`, run: repair.run });
}

interface Repair {
  readonly says: string;
  readonly run: string;
}

/** A table of our name that looks otherwise is left alone. */
async function repairOf(connection: Connection, table: OwnTable, { serverCode }: Failure): Promise<Repair | undefined> {
  const { create, upgrade, columns } = table;
  if (serverCode === "42P01") return { says: "is missing and could not be created", run: create };
  if (serverCode !== "42703" || upgrade === undefined) return undefined;
  const older = { ...table, columns: columns.filter((column) => !upgrade.lacks.includes(column)) };
  if ((await problemOf(connection, older)) !== undefined) return undefined;
  return { says: "is of an older version and could not be brought up to date", run: upgrade.run };
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

/** Several workers may start at once: the one that comes second fails, and finds the table as it should be. */
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

function unusable(target: string, table: OwnTable, { message }: Failure): StartupError {
  return tableError(target, table, { says: `can't be used: ${message}`, run: table.create });
}

function tableError(target: string, { what, name, rights }: OwnTable, { says, run: text }: Repair): StartupError {
  const grant = `GRANT ${rights.join(", ")} ON ${name} TO <the user of target ${target}>;`;
  return new StartupError(
    "RDI5009",
    EXIT.target,
    `Target ${target}: The ${what} ${name} ${says}`,
    `Let somebody who may do so run:\n\n${text}\n${grant}`,
  );
}
