import type { FencedMove } from "../fenced-move.ts";
import { SinkError } from "../sink.ts";
import { laneParameters } from "./checkpoint.ts";
import type { Parameter } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

export const FENCE = "rdi_fence";

/** A number of users', of which triggers may have any: it counts only as the answer to this statement. */
const FENCED = 50_001;

/**
 * Moves the checkpoint from (epoch, seq) to (epoch, seq + 1). When it is not there any more the transaction fails inside the server: COMMIT
 * stands behind it in the same request, and late bytes of a dead connection of one's own carry the right epoch but an old seq.
 */
export function fenceText(table: string): string {
  return `UPDATE c SET seq = c.seq + 1, read_replid = COALESCE(@replid, c.read_replid), read_offset = COALESCE(@offset, c.read_offset),
  appended = COALESCE(@appended, c.appended), replaced = COALESCE(c.replaced + N' ' + @replaced, @replaced, c.replaced), updated_at = @now
FROM ${table} AS c
WHERE c.project = @project AND c.route = @route AND c.lane = @lane AND c.epoch = @epoch AND c.seq = @seq;
IF @@ROWCOUNT <> 1 THROW ${FENCED}, N'rdi fence', 1;`;
}

export function fenceParameters(move: FencedMove): Readonly<Record<string, Parameter>> {
  const { epoch, seq, readAt, appended, replaced } = move;
  return {
    ...laneParameters(move),
    epoch,
    seq,
    replid: readAt?.replid ?? null,
    offset: readAt === undefined ? null : String(readAt.offset),
    appended: appended ?? null,
    replaced: replaced ?? null,
  };
}

/** The error of this one statement. A lock of the checkpoint's row is held by another owner's open transaction, which ends soon. */
export function fenceError(thrown: unknown): SinkError {
  const error = sinkError(thrown, FENCE);
  if (error.serverCode === String(FENCED))
    return new SinkError("fenced", error.serverCode, "another worker has claimed this lane", error.place, thrown);
  return error.class === "order"
    ? new SinkError("connection", error.serverCode, "the lane's checkpoint is locked", error.place, thrown)
    : error;
}
