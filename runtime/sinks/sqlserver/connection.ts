import type { Connection as Driver, Request } from "tedious";
import type { Setting } from "../../job.ts";
import { resolveSetting } from "../../settings.ts";
import { coerceError } from "../../errors.ts";
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

/** One result. All values are text: statements convert what is not. */
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

const CONNECT_MS = 10_000;
/** After this time the driver asks the server to stop; XACT_ABORT makes that a rollback. */
const ANSWER_MS = 60_000;
const CANCEL_MS = 5_000;
const MAX_NAME = 128;

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

type Tedious = typeof import("tedious");

/** Rejects with the driver's errors, or with `StartupError` where the url can't be read. */
export async function connect(asked: ConnectionOptions): Promise<Connection> {
  const { target, url, token, applicationName, answerMs = ANSWER_MS } = asked;
  const secret = token === undefined ? undefined : resolveSetting(token, `the token of target ${target}`);
  const { server, authentication, options } = readUrl(target, url, secret);
  const tedious: Tedious = await import("tedious");
  const driver = new tedious.Connection({
    server,
    authentication,
    options: {
      ...options,
      appName: applicationName.slice(0, MAX_NAME),
      connectTimeout: CONNECT_MS,
      requestTimeout: answerMs,
      cancelTimeout: CANCEL_MS,
      // The lane backs off by itself.
      maxRetriesOnTransientErrors: 0,
      abortTransactionOnError: true,
      useUTC: true,
    },
  });
  if (options.encrypt === true) requireTls(driver);
  const connection = connectionOver(driver, tedious);
  await opened(driver);
  try {
    await connection.query({ text: SETTINGS });
  } catch (thrown) {
    connection.destroy();
    throw thrown;
  }
  return connection;
}

/** A server, or whoever stands between, that says it knows no TLS would get the password in the clear: the driver goes on without. */
function requireTls(driver: Driver): void {
  const negotiate = driver.performTlsNegotiation.bind(driver);
  driver.performTlsNegotiation = async (answer, signal) => {
    if (answer.encryptionString !== "ON" && answer.encryptionString !== "REQ")
      throw Object.assign(new Error("the server does not encrypt, and the url asks for it"), { code: "ENOTLS" });
    return negotiate(answer, signal);
  };
}

/** The error of a refused login has no number of its own: it came in a message before. */
async function opened(driver: Driver): Promise<void> {
  let refusal: object = {};
  driver.on("errorMessage", ({ number, state }) => (refusal = { number, state }));
  // Without a listener an error of a connection that nobody uses would end the process. It is told to the request, too.
  driver.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    driver.connect((error) => {
      if (error === undefined || error === null) return resolve();
      driver.close();
      reject(Object.assign(error, refusal));
    });
  });
}

function connectionOver(driver: Driver, tedious: Tedious): Connection {
  let open = true;
  let last: Promise<unknown> = Promise.resolve();
  driver.on("end", () => (open = false));

  function run(query: Query): Promise<Outcome> {
    const mine = last.then(() => sent(driver, tedious, query));
    last = mine;
    return mine;
  }

  async function query(asked: Query): Promise<RowSet> {
    const { sets, failure } = await run(asked);
    if (failure !== undefined) throw failure;
    return sets.at(-1) ?? { columns: [], rows: [] };
  }

  function destroy(): void {
    open = false;
    driver.close();
  }

  return {
    run,
    query,
    isOpen: () => open,
    close: async () => {
      await last;
      destroy();
    },
    destroy,
  };
}

function sent(driver: Driver, tedious: Tedious, { text, parameters }: Query): Promise<Outcome> {
  return new Promise((resolve) => {
    const sets: { readonly columns: readonly string[]; readonly rows: (string | null)[][] }[] = [];
    const request = new tedious.Request(text, (error) => {
      resolve({ sets, failure: error ?? undefined });
    });
    request.on("columnMetadata", (columns) => {
      const names = Array.isArray(columns) ? columns : Object.values(columns);
      sets.push({ columns: names.map(({ colName }) => colName), rows: [] });
    });
    request.on("row", (columns: readonly { readonly value: unknown }[]) => {
      sets.at(-1)?.rows.push(columns.map(({ value }) => cellText(value)));
    });
    try {
      for (const [name, value] of Object.entries(parameters ?? {})) addParameter(request, tedious, [name, value]);
      // Outside a procedure, where settings outlast the request.
      if (parameters === undefined) driver.execSqlBatch(request);
      else driver.execSql(request);
    } catch (thrown) {
      resolve({ sets, failure: coerceError(thrown) });
    }
  });
}

const ANY_LENGTH = { length: Infinity };
const NAME_LENGTH = { length: 4000 };

function addParameter(request: Request, { TYPES }: Tedious, [name, value]: readonly [string, Parameter]): void {
  if (typeof value === "bigint") request.addParameter(name, TYPES.BigInt, value);
  else if (typeof value === "number") request.addParameter(name, TYPES.Int, value);
  else if (value === null || typeof value === "string") request.addParameter(name, TYPES.NVarChar, value, ANY_LENGTH);
  else request.addParameter(name, TYPES.NVarChar, value.name, NAME_LENGTH);
}

function cellText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
