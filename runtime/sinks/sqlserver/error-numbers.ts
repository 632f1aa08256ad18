import type { SinkErrorClass } from "../sink.ts";

type Listed = Extract<SinkErrorClass, "connection" | "data" | "order">;

/**
 * By SQL Server's error number: the texts are in sys.messages and in "Database Engine events and errors"
 * (https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors). Which of them are transient is also
 * told by "Troubleshoot transient connection errors" of Azure SQL and by the lists of SqlClient and of EF Core. Only what is listed as `data` may
 * cost a key its place: everything that is not listed halts.
 */
const BY_CLASS: Readonly<Record<Listed, readonly number[]>> = {
  connection: [
    // The connection, as servers and gateways tell of it.
    20, 64, 121, 233, 596, 997, 10053, 10054, 10060, 10061, 11001, 17197,
    // A deadlock's victim; locks, memory, workers or latches ran out for a moment.
    601, 617, 669, 701, 802, 845, 1203, 1204, 1205, 1221, 1807, 3935, 3960, 8628, 8645, 8651, 10922, 14355, 20041,
    // The database starts, recovers, is restored, changes its state or its role, or is read-only as a secondary is.
    904, 921, 922, 923, 924, 927, 941, 942, 952, 976, 978, 979, 981, 982, 983, 3906, 4060, 4221,
    // The server starts or shuts down, or has no connection left.
    6002, 6005, 6006, 17142, 17148, 17809, 17810, 18401, 18451,
    // In-memory tables: another transaction was first.
    41301, 41302, 41305, 41325, 41839,
    // Azure SQL: moved, scaled, failing over, throttled.
    10928, 10929, 10936, 40143, 40166, 40197, 40501, 40540, 40549, 40550, 40551, 40552, 40553, 40613, 40627, 40642,
    40648, 40671, 42108, 42109, 45168, 45169, 49918, 49919, 49920, 49983,
  ],
  data: [
    // Overflow, and texts that are no value of the type.
    220, 232, 235, 236, 237, 238, 241, 242, 244, 245, 248, 256, 293, 295, 296, 298, 517, 535, 8114, 8115, 8134, 8169,
    9803,
    // Too long for the column, the row or the index.
    511, 1946, 2628, 8152,
    // Null where there may be none, and the check option of a view.
    515, 550,
    // A document or a value of a type of .NET that can't be read.
    6522, 13608, 13609, 13610,
  ],
  order: [
    1222, // a row's lock
    2601, // unique index
    2627, // unique constraint or primary key
  ],
};

const CLASSES: ReadonlyMap<number, Listed> = new Map(
  Object.entries(BY_CLASS).flatMap(([kind, numbers]) => numbers.map((number) => [number, asListed(kind)] as const)),
);

function asListed(kind: string): Listed {
  return kind === "data" || kind === "order" ? kind : "connection";
}

const LOGIN_FAILED = 18456;
/** Paused, and shutting down. All other states are faults of the login; a client usually gets to see 1 only. */
const PASSING_STATES: ReadonlySet<number> = new Set([13, 23]);

const CONSTRAINT = 547;

/** From here on numbers are users': a trigger refused something. */
const FIRST_OF_USERS = 50_000;

/** Babelfish's for every error of PostgreSQL that SQL Server has no number for: it says nothing about the row. */
const WITHOUT_NUMBER = 33_557_097;

interface ServerError {
  readonly number: number;
  readonly state: number;
  readonly message: string;
}

export function classOfNumber({ number, state, message }: ServerError): SinkErrorClass {
  // The session's language is English. A check is about the row alone; a foreign key, or a reference to it, about others. Babelfish writes in small letters.
  if (number === CONSTRAINT) return /\bcheck constraint\b/i.test(message) ? "data" : "order";
  if (number === LOGIN_FAILED) return PASSING_STATES.has(state) ? "connection" : "halt";
  if (number >= 9400 && number < 9500) return "data"; // XML that can't be read
  if (number === WITHOUT_NUMBER) return "halt";
  if (number >= FIRST_OF_USERS) return "data";
  return CLASSES.get(number) ?? "halt";
}
