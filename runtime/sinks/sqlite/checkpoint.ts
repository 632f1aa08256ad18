import { CHECKPOINT_COLUMNS, checkpointOf } from "../own-columns.ts";
import { SinkError, type Checkpoint, type LaneIdentity } from "../sink.ts";
import { textOf } from "./cell-text.ts";
import { NOW } from "./clock.ts";
import type { Connection } from "./connection.ts";
import { qualified } from "./identifier.ts";
import type { OwnTable } from "./own-table.ts";

/** One row a project, route and lane: who owns it, and how far it has come. */
export function checkpointTable(schema: string | undefined): OwnTable {
  const name = qualified(schema, "rdi_checkpoint");
  return {
    what: "checkpoint table",
    name,
    columns: CHECKPOINT_COLUMNS,
    create: `CREATE TABLE IF NOT EXISTS ${name} (
  project TEXT NOT NULL,
  route TEXT NOT NULL,
  lane INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  source TEXT,
  release TEXT NOT NULL,
  read_replid TEXT,
  read_offset INTEGER,
  appended TEXT,
  replaced TEXT,
  updated_at TEXT NOT NULL DEFAULT (${NOW}),
  PRIMARY KEY (project, route, lane)
) STRICT;`,
  };
}

/**
 * Raises the epoch, which fences every earlier owner. Where another Redis is recorded, or this one's history was replaced, nothing is raised
 * and `claimed` is false: a worker that reads from the wrong place must not disturb the one that is right. A row that is new gets no identity yet: the
 * claim after it records one, so that a crash in between can't make a checkpoint look as if its first load had been asked for. For a transaction
 * that has the write lock: what was read before is still true when it is written.
 */
export function claimCheckpoint(
  connection: Connection,
  table: string,
  identity: LaneIdentity,
): { readonly claimed: boolean; readonly checkpoint: Checkpoint } {
  const { project, route, lane, source, release, replid } = identity;
  const before = readCheckpoint(connection, table, identity);
  const claimed = connection.run(
    `INSERT INTO ${table} AS c (project, route, lane, epoch, seq, source, release)
VALUES (?1, ?2, ?3, 1, 0, NULL, ?4)
ON CONFLICT (project, route, lane) DO UPDATE
SET epoch = c.epoch + 1, source = coalesce(c.source, ?5), release = excluded.release, updated_at = ${NOW}
WHERE (c.source IS NULL OR ?5 IS NULL OR c.source = ?5)
  AND coalesce(instr(' ' || c.replaced || ' ', ' ' || ?6 || ' ') = 0, true)`,
    [project, route, lane, release, source ?? null, replid ?? null],
  );
  const after = readCheckpoint(connection, table, identity);
  if (after === undefined) throw new SinkError("halt", "", `${table} has no row for ${route}, lane ${lane}`);
  return {
    claimed: claimed > 0,
    checkpoint: {
      ...after,
      source: before?.source,
      projectSource: before === undefined ? after.projectSource : before.projectSource,
    },
  };
}

export function readCheckpoint(
  connection: Connection,
  table: string,
  { project, route, lane }: LaneIdentity,
): Checkpoint | undefined {
  const [row] = connection.all(
    `SELECT c.epoch, c.seq, c.source, (SELECT max(p.source) FROM ${table} AS p WHERE p.project = ?1),
  c.appended, c.read_replid, c.read_offset, c.replaced
FROM ${table} AS c WHERE c.project = ?1 AND c.route = ?2 AND c.lane = ?3`,
    [project, route, lane],
  );
  return row === undefined ? undefined : checkpointOf(row.map(textOf));
}
