import { CHECKPOINT_COLUMNS, checkpointOf } from "../own-columns.ts";
import type { Checkpoint, LaneIdentity } from "../sink.ts";
import type { Parameter, Query, RowSet } from "./connection.ts";
import { qualified } from "./identifier.ts";
import type { OwnTable } from "../own-table.ts";

const NAME = "COLLATE Latin1_General_100_BIN2";

/** One row a project, route and lane: who owns it, and how far it has come. Names fit into a primary key, whose entries have 900 bytes. */
export function checkpointTable(schema: string | undefined): OwnTable {
  const name = qualified(schema, "rdi_checkpoint");
  return {
    what: "checkpoint table",
    name,
    columns: CHECKPOINT_COLUMNS,
    rights: ["SELECT", "INSERT", "UPDATE"],
    create: `CREATE TABLE ${name} (
  project nvarchar(128) ${NAME} NOT NULL,
  route nvarchar(300) ${NAME} NOT NULL,
  lane int NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  source nvarchar(200) ${NAME} NULL,
  release nvarchar(200) ${NAME} NOT NULL,
  read_replid nvarchar(200) ${NAME} NULL,
  read_offset bigint NULL,
  appended nvarchar(200) ${NAME} NULL,
  replaced nvarchar(max) ${NAME} NULL,
  updated_at datetimeoffset(6) NOT NULL DEFAULT SYSUTCDATETIME(),
  PRIMARY KEY (project, route, lane)
);`,
  };
}

/**
 * Raises the epoch, which fences every earlier owner. Where another Redis is recorded, or this one's history was replaced, nothing is raised:
 * a worker that reads from the wrong place must not disturb the one that is right. A row that is new gets no identity yet: the claim after it
 * records one, so that a crash in between can't make a checkpoint look as if its first load had been asked for.
 */
export function claimQuery(table: string, identity: LaneIdentity): Query {
  const { source, release, replid } = identity;
  return {
    text: `SET NOCOUNT, XACT_ABORT ON;
DECLARE @found bit, @recorded nvarchar(200), @ofProject nvarchar(200), @claimed int;
BEGIN TRANSACTION;
SELECT @ofProject = MAX(p.source) FROM ${table} AS p WHERE p.project = @project;
SELECT @found = 1, @recorded = c.source FROM ${table} AS c WITH (UPDLOCK, HOLDLOCK) WHERE ${LANE};
IF @found = 1
  UPDATE c SET epoch = c.epoch + 1, source = COALESCE(c.source, @source), release = @release, updated_at = SYSUTCDATETIME()
  FROM ${table} AS c
  WHERE ${LANE} AND (c.source IS NULL OR @source IS NULL OR c.source = @source)
    AND (@replid IS NULL OR c.replaced IS NULL OR CHARINDEX(N' ' + @replid + N' ', N' ' + c.replaced + N' ') = 0);
ELSE
  INSERT INTO ${table} (project, route, lane, epoch, seq, source, release)
  VALUES (@project, @route, @lane, 1, 0, NULL, @release);
SET @claimed = @@ROWCOUNT;
SELECT CONVERT(nvarchar(1), @claimed) AS claimed, ${EPOCH_SEQ}, @recorded AS source, @ofProject AS ofProject, ${PAST}
FROM ${table} AS c WHERE ${LANE};
COMMIT TRANSACTION;`,
    parameters: { ...laneParameters(identity), source: source ?? null, release, replid: replid ?? null },
  };
}

const LANE = "c.project = @project AND c.route = @route AND c.lane = @lane";
const EPOCH_SEQ = "CONVERT(nvarchar(20), c.epoch) AS epoch, CONVERT(nvarchar(20), c.seq) AS seq";
const PAST = "c.appended, c.read_replid, CONVERT(nvarchar(20), c.read_offset) AS read_offset, c.replaced";

/** The row's key is looked up in its index: a scan would wait for the other lanes' transactions. */
export function laneParameters({
  project,
  route,
  lane,
}: Pick<LaneIdentity, "project" | "route" | "lane">): Readonly<Record<string, Parameter>> {
  return { project: { name: project }, route: { name: route }, lane };
}

export interface Claimed {
  /** False where another Redis is recorded, and where this one's history was replaced. */
  readonly isOwn: boolean;
  readonly checkpoint: Checkpoint;
}

export function claimedOf({ rows: [row] }: RowSet): Claimed | undefined {
  if (row === undefined) return undefined;
  const [claimed, ...checkpoint] = row;
  return { isOwn: claimed === "1", checkpoint: checkpointOf(checkpoint) };
}
