import { connect as connectSocket, type Socket } from "node:net";
import type { Connection as Driver, FieldPacket, QueryResult } from "mysql2/promise";
import { SinkError } from "../sink.ts";
import { sessionSettings, type Purpose } from "./session-settings.ts";
import { addressOf } from "./url.ts";

export interface ConnectionOptions {
  readonly url: string;
  readonly schema: string | undefined;
  /** Shown in performance_schema.session_connect_attrs. */
  readonly applicationName: string;
  readonly purpose: Purpose;
}

export interface Query {
  readonly text: string;
  readonly values?: readonly (string | null)[];
}

/** All values are text, as the server wrote them. */
export interface Answer {
  readonly count: number;
  readonly rows: readonly (readonly (string | null)[])[];
}

/** One statement at a time: the next is sent when the answer of the one before is there. */
export interface Connection {
  /** Prepared once a connection. */
  query(query: Query): Promise<Answer>;
  /** For statements that can't be prepared. */
  command(text: string): Promise<Answer>;
  /** As the server tells it: `10.11.19-MariaDB`, `8.4.3`. */
  readonly version: string;
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

/** Rejects with the driver's errors. */
export async function connect({ url, schema, applicationName, purpose }: ConnectionOptions): Promise<Connection> {
  const { createConnection } = await import("mysql2/promise");
  const { host, port, driver: login } = addressOf(url, schema);
  const socket = connectSocket({ host, port, keepAlive: true, keepAliveInitialDelay: 10_000, noDelay: true });
  try {
    const driver = await createConnection({
      ...login,
      host,
      port,
      stream: () => socket,
      connectTimeout: CONNECT_MS,
      connectAttributes: { program_name: applicationName },
      charset: "utf8mb4_general_ci",
      rowsAsArray: true,
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
      jsonStrings: true,
      enableCleartextPlugin: login.ssl !== undefined,
      disableEval: false,
    });
    // An error is also told to the queries that it concerns.
    driver.on("error", () => undefined);
    return await prepared(driver, socket, purpose);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function prepared(driver: Driver, socket: Socket, purpose: Purpose): Promise<Connection> {
  const command = (text: string): Promise<Answer> => answered(socket, async () => answerOf(await driver.query(text)));
  const { rows } = await command("SELECT VERSION(), @@global.max_allowed_packet");
  const [version, packet] = rows[0] ?? [];
  const isMariaDb = /mariadb/i.test(version ?? "");
  for (const text of sessionSettings(purpose, isMariaDb)) await command(text);
  const largest = Number(packet ?? 0);
  return {
    query: ({ text, values = [] }) => {
      refuseTooLarge(values, largest);
      return answered(socket, async () => answerOf(await driver.execute(text, [...values])));
    },
    command,
    version: version ?? "",
    isOpen: () => !socket.destroyed && !socket.readableEnded,
    close: () => close(driver, socket),
    destroy: () => void socket.destroy(),
  };
}

/** The server closes the connection of whoever sends a larger packet. Fewer rows may fit, so the batch is to be parted. */
function refuseTooLarge(values: readonly (string | null)[], largest: number): void {
  const size = values.reduce((sum, value) => sum + (value === null ? 0 : Buffer.byteLength(value)), 0);
  if (size + OVERHEAD > largest && largest > 0)
    throw new SinkError("data", "1153", `${size} bytes are more than max_allowed_packet (${largest}) lets through`);
}

const OVERHEAD = 4096;

async function answered(socket: Socket, work: () => Promise<Answer>): Promise<Answer> {
  const timer = setTimeout(() => socket.destroy(new Error("Query read timeout")), ANSWER_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

function answerOf([result]: [QueryResult, FieldPacket[]]): Answer {
  if (!Array.isArray(result)) return { count: result.affectedRows, rows: [] };
  return { count: result.length, rows: result.map(textsOf) };
}

function textsOf(row: unknown): readonly (string | null)[] {
  return Array.isArray(row)
    ? row.map((cell: unknown) => (cell === null || cell === undefined ? null : String(cell)))
    : [];
}

async function close(driver: Driver, socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  const timer = setTimeout(() => socket.destroy(), GOODBYE_MS);
  try {
    await driver.end();
  } catch {
    // It is gone, which is what was wanted.
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
