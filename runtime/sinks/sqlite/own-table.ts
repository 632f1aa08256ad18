import { EXIT, StartupError } from "../../errors.ts";
import type { SinkError } from "../sink.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { whileLocked } from "./waiting.ts";

/** A table of our own in the target. */
export interface OwnTable {
  /** As the message calls it: `checkpoint table`. */
  readonly what: string;
  /** Quoted, with its schema. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly create: string;
}

/** Creates the table where it is missing. One of our name that looks otherwise is left alone. */
export async function ensureTable(connection: Connection, target: string, table: OwnTable): Promise<void> {
  const { name, columns, create } = table;
  let failure: SinkError | undefined;
  try {
    await whileLocked(name, () => connection.execute(create));
  } catch (thrown) {
    failure = sinkError(thrown, name);
    if (failure.class === "connection") throw failure;
  }
  try {
    connection.all(`SELECT ${columns.join(", ")} FROM ${name} LIMIT 0`);
  } catch (thrown) {
    throw tableError(target, table, failure ?? sinkError(thrown, name));
  }
}

function tableError(target: string, { what, name, create }: OwnTable, { message }: SinkError): StartupError {
  return new StartupError(
    "RDI5009",
    EXIT.target,
    `Target ${target}: The ${what} ${name} can't be used: ${message}`,
    `Let somebody who may write the file run:\n\n${create}`,
  );
}
