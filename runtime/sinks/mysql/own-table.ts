import { EXIT, StartupError } from "../../errors.ts";
import type { SinkError } from "../sink.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { identifier } from "./identifier.ts";

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

export const NO_SUCH_TABLE = "1146";
const NO_SUCH_COLUMN = "1054";

/** A table of our name that looks otherwise is left alone. */
async function repairOf(connection: Connection, table: OwnTable, { serverCode }: Failure): Promise<Repair | undefined> {
  const { create, upgrade, columns } = table;
  // Without any right on it the server does not say whether it is there.
  if (serverCode === NO_SUCH_TABLE || serverCode === "1142")
    return { says: "is missing and could not be created", run: create };
  if (serverCode !== NO_SUCH_COLUMN || upgrade === undefined) return undefined;
  const older = { ...table, columns: columns.filter((column) => !upgrade.lacks.includes(column)) };
  if ((await problemOf(connection, older)) !== undefined) return undefined;
  return { says: "is of an older version and could not be brought up to date", run: upgrade.run };
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

/** Several workers may start at once: the one that comes second finds the table as it should be. */
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
