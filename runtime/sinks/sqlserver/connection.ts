import type { ConnectionPool, Request } from "mssql";
import type { Setting } from "../../job.ts";
import { resolveSetting } from "../../settings.ts";
import { coerceError } from "../../errors.ts";
import { openSession, type Mssql, type Session } from "./session.ts";
import { readUrl } from "./url-options.ts";

export interface ConnectionOptions {
  /** The target's name in the .rdi file. */
  readonly target: string;
  readonly url: string;
  readonly token?: Setting | undefined;
  /** Shown in sys.dm_exec_sessions. */
  readonly applicationName: string;
  /** By default a minute. */
  readonly answerMs?: number;
}

export interface Query {
  readonly text: string;
  /** By their names without `@`. A text is nvarchar(max) whatever its length, so that there is one plan. */
  readonly parameters?: Readonly<Record<string, Parameter>>;
}

export type Parameter = string | number | bigint | null | NameParameter;

/** A text of at most 4000 UTF-16 units, nvarchar(4000): a column with a length is looked up in an index by no other. */
export interface NameParameter {
  readonly name: string;
}

/** One result. All values are text: statements convert what is not, but for bytes, which are in hexadecimal. */
export interface RowSet {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** What a query brought before it ended, and with what it failed. */
export interface Outcome {
  readonly sets: readonly RowSet[];
  readonly failure: unknown;
}

/** Queries are sent one after the other. */
export interface Connection {
  /** Never rejects. */
  run(query: Query): Promise<Outcome>;
  /** Rejects with the driver's errors. The last result. */
  query(query: Query): Promise<RowSet>;
  /** False once the connection was lost, as far as anybody has noticed. */
  isOpen(): boolean;
  close(): Promise<void>;
  /** Drops the connection: the server rolls back what is open. */
  destroy(): void;
}

/** After this time the driver asks the server to stop; XACT_ABORT makes that a rollback. */
const ANSWER_MS = 60_000;

/**
 * - Every error rolls the whole transaction back, and a warning of a rounded or cut value is an error.
 * - Indexed views and computed columns want exactly these settings.
 * - A row's lock is waited for 5 s.
 */
const SETTINGS = [
  "SET XACT_ABORT, NOCOUNT ON",
  "SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON",
  "SET NUMERIC_ROUNDABORT, IMPLICIT_TRANSACTIONS OFF",
  "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
  "SET LOCK_TIMEOUT 5000",
].join("; ");

/** Rejects with the driver's errors, or with `StartupError` where the url can't be read. */
export async function connect(asked: ConnectionOptions): Promise<Connection> {
  const { target, url, token, applicationName, answerMs = ANSWER_MS } = asked;
  const secret = token === undefined ? undefined : resolveSetting(token, `the token of target ${target}`);
  const session = await openSession(readUrl(target, url, secret), { applicationName, answerMs });
  const connection = connectionOver(session);
  try {
    // The one connection that the session has is made for its first request.
    await connection.query({ text: SETTINGS });
  } catch (thrown) {
    connection.destroy();
    throw session.refused(coerceError(thrown));
  }
  return connection;
}

function connectionOver({ pool, mssql, isOpen, destroy }: Session): Connection {
  let last: Promise<unknown> = Promise.resolve();

  function run(query: Query): Promise<Outcome> {
    const mine = last.then(() => sent(pool, mssql, query));
    last = mine;
    return mine;
  }

  async function query(asked: Query): Promise<RowSet> {
    const { sets, failure } = await run(asked);
    if (failure !== undefined) throw failure;
    return sets.at(-1) ?? { columns: [], rows: [] };
  }

  return {
    run,
    query,
    isOpen,
    close: async () => {
      await last;
      destroy();
    },
    destroy,
  };
}

/** Rows are taken as they come, so that what came before an error is there. Of several errors the first is the cause of the others. */
async function sent(pool: ConnectionPool, mssql: Mssql, { text, parameters }: Query): Promise<Outcome> {
  const sets: { readonly columns: readonly string[]; readonly rows: (string | null)[][] }[] = [];
  const failures: unknown[] = [];
  const request = new mssql.Request(pool);
  request.stream = true;
  request.arrayRowMode = true;
  request.on("recordset", (columns: readonly { readonly name: string }[]) => {
    sets.push({ columns: columns.map(({ name }) => name), rows: [] });
  });
  request.on("row", (row: readonly unknown[]) => void sets.at(-1)?.rows.push(row.map(cellText)));
  request.on("error", (error: unknown) => void failures.push(error));
  try {
    for (const [name, value] of Object.entries(parameters ?? {})) addParameter(request, mssql, [name, value]);
    // A batch is outside a procedure, where settings outlast the request.
    await (parameters === undefined ? request.batch(text) : request.query(text));
  } catch (thrown) {
    failures.push(thrown);
  }
  return { sets, failure: failures[0] };
}

/** An nvarchar of a name's length, or of any. */
const NAME_LENGTH = 4000;

function addParameter(request: Request, mssql: Mssql, [name, value]: readonly [string, Parameter]): void {
  const { BigInt: bigint, Int: int, NVarChar: nvarchar, MAX } = mssql;
  if (typeof value === "bigint") request.input(name, bigint, value);
  else if (typeof value === "number") request.input(name, int, value);
  else if (value === null || typeof value === "string") request.input(name, nvarchar(MAX), value);
  else request.input(name, nvarchar(NAME_LENGTH), value.name);
}

function cellText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return Buffer.isBuffer(value) ? value.toString("hex") : String(value);
}
