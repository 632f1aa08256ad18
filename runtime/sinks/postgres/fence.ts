import type { FencedMove } from "../fenced-move.ts";
import { SinkError } from "../sink.ts";
import type { Query } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

const STATEMENT = "rdi_fence";

/**
 * Moves the checkpoint from (epoch, seq) to (epoch, seq + 1). When it is not there any more the division by zero makes the transaction fail
 * inside the server: COMMIT was sent behind this statement without waiting, and late bytes of a dead connection of one's own carry the
 * right epoch but an old seq.
 */
export function fence(table: string, move: FencedMove): Query {
  const { project, route, lane, epoch, seq, readAt, appended, replaced } = move;
  return {
    name: STATEMENT,
    text: `WITH moved AS (
  UPDATE ${table} AS c
  SET seq = c.seq + 1, read_replid = coalesce($5::text, c.read_replid), read_offset = coalesce($6::int8, c.read_offset),
    appended = coalesce($8::text, c.appended),
    replaced = nullif(concat_ws(' ', c.replaced, $9::text), ''), updated_at = now()
  WHERE c.project = $7::text AND c.route = $1::text AND c.lane = $2::int4 AND c.epoch = $3::int8 AND c.seq = $4::int8
  RETURNING 1
)
SELECT (1 / count(*))::text FROM moved`,
    values: [
      route,
      lane,
      String(epoch),
      String(seq),
      readAt?.replid ?? null,
      readAt === undefined ? null : String(readAt.offset),
      project,
      appended ?? null,
      replaced ?? null,
    ],
  };
}

/**
 * The error of this one statement. That it divided by zero can only mean that somebody else has claimed the lane; the code by itself would be one of
 * the data class. A lock of the checkpoint's row is held by another owner's open transaction, which ends soon.
 */
export function fenceError(thrown: unknown): SinkError {
  const error = sinkError(thrown, STATEMENT);
  switch (error.class) {
    case "data":
      return new SinkError("fenced", error.serverCode, "another worker has claimed this lane", error.place, thrown);
    case "order":
      return new SinkError("connection", error.serverCode, "the lane's checkpoint is locked", error.place, thrown);
    case "connection":
    case "fenced":
    case "halt":
      return error;
  }
}
