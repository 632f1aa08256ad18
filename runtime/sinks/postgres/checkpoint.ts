import { EXIT, StartupError } from "../../errors.ts";
import type { Checkpoint, LaneIdentity } from "../sink.ts";
import type { Answer, Connection, Query } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { qualified } from "./identifier.ts";

const COLUMNS = [
  "project",
  "route",
  "lane",
  "epoch",
  "seq",
  "source",
  "release",
  "read_replid",
  "read_offset",
  "updated_at",
];

/** One row a project, route and lane: who owns it, and how far it has come. */
export function checkpointTable(schema: string | undefined): string {
  return qualified(schema, "rdi_checkpoint");
}

export function createCheckpoint(table: string): string {
  return `CREATE TABLE IF NOT EXISTS ${table} (
  project text NOT NULL,
  route text NOT NULL,
  lane integer NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  source text,
  release text NOT NULL,
  read_replid text,
  read_offset bigint,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project, route, lane)
);`;
}

/**
 * Raises the epoch, which fences every earlier owner. Where another Redis is recorded nothing is raised and no row comes back: a worker
 * that was started with a wrong URL must not disturb the one that is right. A row that is new gets no identity yet: the claim after it
 * records one, so that a crash in between can't make a checkpoint look as if its first load had been asked for.
 */
export function claimQuery(table: string, { project, route, lane, source, release }: LaneIdentity): Query {
  return {
    text: `INSERT INTO ${table} AS c (project, route, lane, epoch, seq, source, release)
VALUES ($5::text, $1::text, $2::int4, 1, 0, NULL, $4::text)
ON CONFLICT (project, route, lane) DO UPDATE
SET epoch = c.epoch + 1, source = coalesce(c.source, $3::text), release = excluded.release, updated_at = now()
WHERE c.source IS NULL OR $3::text IS NULL OR c.source = $3::text
RETURNING c.epoch::text, c.seq::text, (SELECT b.source FROM ${table} AS b WHERE b.project = $5::text AND b.route = $1::text AND b.lane = $2::int4), ${projectSource(table, "$5")}`,
    values: [route, lane, source ?? null, release, project],
  };
}

export function readCheckpointQuery(table: string, { project, route, lane }: LaneIdentity): Query {
  return {
    text: `SELECT c.epoch::text, c.seq::text, c.source, ${projectSource(table, "$3")} FROM ${table} AS c WHERE c.project = $3::text AND c.route = $1::text AND c.lane = $2::int4`,
    values: [route, lane, project],
  };
}

export function checkpointOf({ rows: [row] }: Answer): Checkpoint | undefined {
  if (row === undefined) return undefined;
  const [epoch, seq, source, ofProject] = row;
  return {
    epoch: BigInt(epoch ?? 0),
    seq: BigInt(seq ?? 0),
    source: source ?? undefined,
    projectSource: ofProject ?? undefined,
  };
}

function projectSource(table: string, project: string): string {
  return `(SELECT max(p.source) FROM ${table} AS p WHERE p.project = ${project}::text)`;
}

/** Creates the checkpoint table where it is missing and rights allow. */
export async function ensureCheckpoint(connection: Connection, target: string, table: string): Promise<void> {
  const missing = await problemOf(connection, table);
  if (missing === undefined) return;
  if (missing.serverCode === "42P01") {
    const refused = await create(connection, table);
    if (refused === undefined) return;
    throw checkpointError(
      target,
      `The checkpoint table ${table} is missing and could not be created: ${refused}`,
      table,
    );
  }
  throw checkpointError(target, `The checkpoint table ${table} can't be used: ${missing.message}`, table);
}

async function problemOf(
  connection: Connection,
  table: string,
): Promise<{ serverCode: string; message: string } | undefined> {
  try {
    await connection.query({ text: `SELECT ${COLUMNS.join(", ")} FROM ${table} LIMIT 0` });
    const { rows } = await connection.query({
      text: "SELECT has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE') FROM pg_class AS c WHERE c.oid = to_regclass($1)",
      values: [table],
    });
    return rows[0]?.[0] === "t"
      ? undefined
      : { serverCode: "42501", message: "the user lacks the right to INSERT or UPDATE" };
  } catch (thrown) {
    const error = sinkError(thrown, "rdi_checkpoint");
    if (error.class === "connection") throw error;
    return error;
  }
}

/** Several workers may start at once: the one that comes second fails, and finds the table. */
async function create(connection: Connection, table: string): Promise<string | undefined> {
  const results = await Promise.allSettled([
    connection.query({ text: "BEGIN READ WRITE" }),
    connection.query({ text: createCheckpoint(table) }),
    connection.query({ text: "COMMIT" }),
  ]);
  const [failure] = results.flatMap((result) =>
    result.status === "rejected" ? [sinkError(result.reason, "rdi_checkpoint")] : [],
  );
  if (failure?.class === "connection") throw failure;
  return failure !== undefined && (await problemOf(connection, table)) !== undefined ? failure.message : undefined;
}

function checkpointError(target: string, message: string, table: string): StartupError {
  const grant = `GRANT SELECT, INSERT, UPDATE ON ${table} TO <the user of target ${target}>;`;
  return new StartupError(
    "RDI5009",
    EXIT.target,
    `Target ${target}: ${message}`,
    `Let somebody who may do so run:\n\n${createCheckpoint(table)}\n${grant}`,
  );
}
