import type { FencedMove } from "../fenced-move.ts";
import { SinkError } from "../sink.ts";
import type { Answer, Query } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

const STATEMENT = "rdi_fence";

/**
 * Moves the checkpoint from (epoch, seq) to (epoch, seq + 1). When it has another epoch or seq, its new number is that of a subquery with two rows, and
 * the server raises (1242); the subquery names the row, so that no server works it out beforehand. Where the row is gone, nothing is moved.
 *
 * The driver sends one statement after the other's answer, so nothing is ever under way behind this one, and COMMIT is sent by nobody who has not
 * read that this statement moved a row. That row stays locked until the transaction ends, and the claim of a new owner waits for it. So of a worker
 * that was stopped, or whose connection is dead while its bytes are under way, one statement at most can still arrive: a COMMIT whose row is still
 * locked, which the claim then counts; or another statement, whose transaction nobody commits.
 */
export function fence(table: string, move: FencedMove): Query {
  const { project, route, lane, epoch, seq, readAt, appended, replaced } = move;
  return {
    text: `UPDATE ${table} AS c
SET c.seq = CASE WHEN c.epoch = CAST(? AS SIGNED) AND c.seq = CAST(? AS SIGNED) THEN c.seq + 1
    ELSE (SELECT c.seq UNION ALL SELECT c.seq) END,
  c.read_replid = COALESCE(?, c.read_replid), c.read_offset = COALESCE(CAST(? AS SIGNED), c.read_offset),
  c.appended = COALESCE(?, c.appended), c.replaced = NULLIF(CONCAT_WS(' ', c.replaced, ?), ''), c.updated_at = NOW(6)
WHERE c.project = ? AND c.route = ? AND c.lane = CAST(? AS SIGNED)`,
    values: [
      String(epoch),
      String(seq),
      readAt?.replid ?? null,
      readAt === undefined ? null : String(readAt.offset),
      appended ?? null,
      replaced ?? null,
      project,
      route,
      String(lane),
    ],
  };
}

const SEVERAL_ROWS = "1242";

/** No row moved: somebody has removed the checkpoint. */
export function checkMoved({ count }: Answer): void {
  if (count === 0) throw new SinkError("fenced", "", "the lane's checkpoint is gone", { statement: STATEMENT });
}

/**
 * The error of this one statement. That a subquery had several rows can only mean that somebody else has claimed the lane. A lock of the checkpoint's
 * row is held by another owner's open transaction, which ends soon.
 */
export function fenceError(thrown: unknown): SinkError {
  const error = sinkError(thrown, STATEMENT);
  if (error.serverCode === SEVERAL_ROWS)
    return new SinkError("fenced", error.serverCode, "another worker has claimed this lane", error.place, thrown);
  return lockIsTransient(error);
}

/** Another owner's open transaction holds the lane's row for a moment. */
export function lockIsTransient(error: SinkError): SinkError {
  if (error.class !== "order") return error;
  return new SinkError("connection", error.serverCode, "the lane's checkpoint is locked", error.place, error.cause);
}
