import { CHECKPOINT_COLUMNS, checkpointOf } from "../own-columns.ts";
import { SinkError, type Checkpoint, type LaneIdentity } from "../sink.ts";
import type { Connection, Query } from "./connection.ts";
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
  project varchar(255) NOT NULL,
  route varchar(255) NOT NULL,
  lane int NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  source varchar(255),
  \`release\` varchar(255) NOT NULL,
  read_replid varchar(255),
  read_offset bigint,
  appended varchar(255),
  replaced text,
  updated_at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (project, route, lane)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;`,
  };
}

export interface Claimed {
  readonly found: Checkpoint;
  /** Whether the lane is ours from now on. */
  readonly isOurs: boolean;
}

/**
 * Raises the epoch, which fences every earlier owner, in a transaction that the caller commits. Where another Redis is recorded, or this one's history
 * was replaced, nothing is raised: a worker that reads from the wrong place must not disturb the one that is right. A row that is new gets no
 * identity yet: the claim after it records one, so that a crash in between can't make a checkpoint look as if its first load had been asked for.
 */
export async function claimLane(connection: Connection, table: string, identity: LaneIdentity): Promise<Claimed> {
  const { project, route, lane, source, release, replid } = identity;
  const at = [project, route, String(lane)];
  const [recorded] = (await connection.query(projectSourceQuery(table, project))).rows;
  const projectSource = recorded?.[0] ?? null;
  const [row] = (await connection.query({ text: `${readText(table)} FOR UPDATE`, values: [projectSource, ...at] }))
    .rows;
  if (row === undefined) {
    await connection.query({
      text: `INSERT INTO ${table} (project, route, lane, epoch, seq, source, \`release\`) VALUES (?, ?, CAST(? AS SIGNED), 1, 0, NULL, ?)`,
      values: [...at, release],
    });
    return { found: checkpointOf(["1", "0", null, projectSource]), isOurs: true };
  }
  const found = checkpointOf(row);
  const isOther = found.source !== undefined && source !== undefined && found.source !== source;
  if (isOther || (replid !== undefined && found.replaced?.includes(replid) === true)) return { found, isOurs: false };
  const { count } = await connection.query({
    text: `UPDATE ${table} SET epoch = epoch + 1, source = COALESCE(source, ?), \`release\` = ?, updated_at = NOW(6)
WHERE project = ? AND route = ? AND lane = CAST(? AS SIGNED)`,
    values: [source ?? null, release, ...at],
  });
  if (count !== 1) throw new SinkError("halt", "", `${table} gave no row for ${route}, lane ${lane}`);
  return { found: { ...found, epoch: found.epoch + 1n }, isOurs: true };
}

function readText(table: string): string {
  return `SELECT c.epoch, c.seq, c.source, CAST(? AS CHAR), c.appended, c.read_replid, c.read_offset, c.replaced FROM ${table} AS c
WHERE c.project = ? AND c.route = ? AND c.lane = CAST(? AS SIGNED)`;
}

function projectSourceQuery(table: string, project: string): Query {
  return { text: `SELECT MAX(p.source) FROM ${table} AS p WHERE p.project = ?`, values: [project] };
}
