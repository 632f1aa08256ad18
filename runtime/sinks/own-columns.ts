import type { CheckpointStatus } from "./seen-target.ts";
import type { Checkpoint } from "./sink.ts";

/** What the worker's own tables hold in every kind of database. */
export const CHECKPOINT_COLUMNS = [
  "project",
  "route",
  "lane",
  "epoch",
  "seq",
  "source",
  "release",
  "read_replid",
  "read_offset",
  "appended",
  "replaced",
  "updated_at",
] as const;

export const GAP_COLUMNS = ["project", "route", "lane", "cause", "noticed_at"] as const;

/** As text: epoch, seq, source, the source of any lane of the project, appended, replid and offset of the last reads, replaced. */
export function checkpointOf(cells: readonly (string | null)[]): Checkpoint {
  const [epoch, seq, source, ofProject, appended, replid, offset, replaced] = cells;
  return {
    epoch: BigInt(epoch ?? 0),
    seq: BigInt(seq ?? 0),
    source: source ?? undefined,
    projectSource: ofProject ?? undefined,
    appended: appended ?? undefined,
    readAt: replid == null ? undefined : { replid, offset: BigInt(offset ?? 0) },
    replaced: replaced?.split(" ") ?? [],
  };
}

/** As text: route, lane, epoch, seq, release and updated_at. */
export function statusOf(cells: readonly (string | null)[]): CheckpointStatus {
  const [route, lane, epoch, seq, release, updatedAt] = cells.map((cell) => cell ?? "");
  return {
    route: route ?? "",
    lane: Number(lane),
    epoch: epoch ?? "",
    seq: seq ?? "",
    release: release ?? "",
    updatedAt: updatedAt ?? null,
  };
}
