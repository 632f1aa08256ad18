import { Socket } from "node:net";
import type pg from "pg";
import type { TargetOptions } from "../../target.ts";
import { identifier } from "./identifier.ts";
import { loginOf } from "./login.ts";
import { pooled } from "./pooled.ts";

export interface ConnectionOptions {
  readonly url: string;
  readonly schema: string | undefined;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** `off`: a pool may hand each transaction to another server process. */
  readonly prepare?: Prepare | undefined;
}

/** Whether statements are prepared, once a connection. */
export type Prepare = "on" | "off";

/** As the target's settings have it. */
export function prepareOf(options: TargetOptions | undefined): Prepare {
  return options?.["prepare"] === "off" ? "off" : "on";
}

export interface Query {
  /** With a name the statement is prepared once a connection. */
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** All values are text, as the server wrote them. */
export interface Answer {
  /** `COMMIT`, or `ROLLBACK` for the COMMIT of a transaction that had failed. */
  readonly command: string;
  readonly count: number;
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Queries are sent at once, without waiting for the answers of earlier ones, and are answered in their order. */
export interface Connection {
  query(query: Query): Promise<Answer>;
  /** False once the connection was lost, as far as anybody has noticed. */
  isOpen(): boolean;
  /** Says goodbye; does not wait long for a server that is silent. */
  close(): Promise<void>;
  /** Drops the connection: the server rolls back what is open. */
  destroy(): void;
}

const CONNECT_MS = 10_000;
const GOODBYE_MS = 2_000;
/** After this time without an answer the connection counts as lost. Longer than the server's own limit, which says more. */
const ANSWER_MS = 75_000;

/**
 * - Transactions are read-only unless BEGIN says otherwise: were a BEGIN refused, the statements sent behind it would commit one by one.
 * - The lease of a lane is 10 s: a worker that stands still with an open transaction loses it, and its locks, before that.
 * - One plan for all batches, by index: a plan that is made while a table is empty would go on to scan it as it fills. Switched off is also
 *   jit, which starts because a scan that can't be avoided counts as very expensive.
 * - Text of floats, dates and times is the same whatever the server's settings are, and a NULL in an array is no text.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  default_transaction_isolation: "read committed",
  default_transaction_read_only: "on",
  idle_in_transaction_session_timeout: "5s",
  lock_timeout: "5s",
  statement_timeout: "60s",
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  enable_mergejoin: "off",
  jit: "off",
  TimeZone: "UTC",
  DateStyle: "ISO, YMD",
  extra_float_digits: "1",
  array_nulls: "on",
  bytea_output: "hex",
  standard_conforming_strings: "on",
};

/** Rejects with the driver's errors. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const { default: driver } = await import("pg");
  const socket = new Socket();
  const client = new driver.Client({
    connectionString: loginOf(options.url),
    application_name: options.applicationName,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    pipeline: true,
    types: { getTypeParser: () => asText },
    stream: () => socket,
  });
  // An error is also told to the queries that it concerns, and to all later ones.
  client.on("error", () => undefined);
  try {
    await client.connect();
    if (options.prepare !== "off") await client.query(settings("SET", options.schema));
  } catch (error) {
    socket.destroy();
    throw error;
  }
  const direct: Connection = {
    query: (query) => send(client, query),
    isOpen: () => !socket.destroyed,
    close: () => close(client, socket),
    destroy: () => void socket.destroy(),
  };
  return options.prepare === "off" ? pooled(direct, settings("SET LOCAL", options.schema)) : direct;
}

function asText(value: string): string {
  return value;
}

function settings(set: "SET" | "SET LOCAL", schema: string | undefined): string {
  const sets = Object.entries(SETTINGS).map(([name, value]) => `${set} ${name} = '${value}'`);
  // Types and functions of extensions usually lie in public.
  return [...sets, ...(schema === undefined ? [] : [`${set} search_path = ${identifier(schema)}, public`])].join("; ");
}

async function send(client: pg.Client, { name, text, values = [] }: Query): Promise<Answer> {
  const config = { text, values: [...values], rowMode: "array" as const };
  const { command, rowCount, rows } = await client.query<(string | null)[]>(
    name === undefined ? config : { ...config, name },
  );
  return { command, count: rowCount ?? 0, rows };
}

async function close(client: pg.Client, socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  const timer = setTimeout(() => socket.destroy(), GOODBYE_MS);
  try {
    await client.end();
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
