import { CHECKPOINT_COLUMNS } from "../own-columns.ts";
import type { LaneIdentity } from "../sink.ts";
import type { Query } from "./connection.ts";
import { qualified } from "./identifier.ts";
import type { OwnTable } from "../own-table.ts";

/** One row a project, route and lane: who owns it, and how far it has come. */
export function checkpointTable(schema: string | undefined): OwnTable {
  const name = qualified(schema, "rdi_checkpoint");
  return {
    what: "checkpoint table",
    name,
    columns: CHECKPOINT_COLUMNS,
    rights: ["SELECT", "INSERT", "UPDATE"],
    create: `CREATE TABLE IF NOT EXISTS ${name} (
  project text NOT NULL,
  route text NOT NULL,
  lane integer NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  source text,
  release text NOT NULL,
  read_replid text,
  read_offset bigint,
  appended text,
  replaced text,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project, route, lane)
);`,
    upgrade: {
      lacks: ["appended", "replaced"],
      run: `ALTER TABLE ${name} ADD COLUMN IF NOT EXISTS appended text, ADD COLUMN IF NOT EXISTS replaced text;`,
    },
  };
}

/**
 * Raises the epoch, which fences every earlier owner. Where another Redis is recorded, or this one's history was replaced, nothing is raised
 * and no row comes back: a worker that reads from the wrong place must not disturb the one that is right. A row that is new gets no identity yet: the claim after it
 * records one, so that a crash in between can't make a checkpoint look as if its first load had been asked for.
 */
export function claimQuery(table: string, { project, route, lane, source, release, replid }: LaneIdentity): Query {
  return {
    text: `INSERT INTO ${table} AS c (project, route, lane, epoch, seq, source, release)
VALUES ($5::text, $1::text, $2::int4, 1, 0, NULL, $4::text)
ON CONFLICT (project, route, lane) DO UPDATE
SET epoch = c.epoch + 1, source = coalesce(c.source, $3::text), release = excluded.release, updated_at = now()
WHERE (c.source IS NULL OR $3::text IS NULL OR c.source = $3::text) AND coalesce($6::text <> ALL (string_to_array(c.replaced, ' ')), true)
RETURNING c.epoch::text, c.seq::text, (SELECT b.source FROM ${table} AS b WHERE b.project = $5::text AND b.route = $1::text AND b.lane = $2::int4), ${projectSource(table, "$5")}, ${PAST}`,
    values: [route, lane, source ?? null, release, project, replid ?? null],
  };
}

export function readCheckpointQuery(table: string, { project, route, lane }: LaneIdentity): Query {
  return {
    text: `SELECT c.epoch::text, c.seq::text, c.source, ${projectSource(table, "$3")}, ${PAST} FROM ${table} AS c WHERE c.project = $3::text AND c.route = $1::text AND c.lane = $2::int4`,
    values: [route, lane, project],
  };
}

const PAST = "c.appended, c.read_replid, c.read_offset::text, c.replaced";

function projectSource(table: string, project: string): string {
  return `(SELECT max(p.source) FROM ${table} AS p WHERE p.project = ${project}::text)`;
}
