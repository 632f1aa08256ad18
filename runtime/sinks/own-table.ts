import { EXIT, StartupError } from "../errors.ts";
import type { SinkError } from "./sink.ts";

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
  readonly upgrade?: { readonly lacks: readonly string[]; readonly run: string } | undefined;
}

export type Failure = Pick<SinkError, "serverCode" | "message">;

/** What a kind of database is asked about such a table. Lost connections are thrown. */
export interface OwnTableAccess {
  /** Why it can't be used as it is; undefined where it can. */
  problemOf(table: OwnTable): Promise<Failure | undefined>;
  /** Several workers may start at once: the one that comes second fails, and finds the table as it should be. */
  run(table: OwnTable, text: string): Promise<Failure | undefined>;
  /** Codes of the server. */
  readonly missing: readonly string[];
  readonly missingColumn?: string;
}

/** Creates the table where it is missing, adds columns that an older one lacks, as far as rights allow. */
export async function ensureOwnTable(target: string, table: OwnTable, access: OwnTableAccess): Promise<void> {
  const found = await access.problemOf(table);
  if (found === undefined) return;
  const repair = await repairOf(table, found, access);
  if (repair === undefined) throw unusable(target, table, found);
  const refused = await access.run(table, repair.run);
  const left = await access.problemOf(table);
  if (left === undefined) return;
  if (refused === undefined) throw unusable(target, table, left);
  throw tableError(target, table, { says: `${repair.says}: ${refused.message}`, run: repair.run });
}

interface Repair {
  readonly says: string;
  readonly run: string;
}

/** A table of our name that looks otherwise is left alone. */
async function repairOf(
  table: OwnTable,
  { serverCode }: Failure,
  { problemOf, missing, missingColumn }: OwnTableAccess,
): Promise<Repair | undefined> {
  const { create, upgrade, columns } = table;
  if (missing.includes(serverCode)) return { says: "is missing and could not be created", run: create };
  if (serverCode !== missingColumn || upgrade === undefined) return undefined;
  const older = { ...table, columns: columns.filter((column) => !upgrade.lacks.includes(column)) };
  if ((await problemOf(older)) !== undefined) return undefined;
  return { says: "is of an older version and could not be brought up to date", run: upgrade.run };
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
