import type { FencedMove } from "../fenced-move.ts";
import { SinkError } from "../sink.ts";
import { NOW } from "./clock.ts";
import type { Connection } from "./connection.ts";

/**
 * Moves the checkpoint from (epoch, seq) to (epoch, seq + 1). It need not raise inside of SQLite: the transaction has had the write lock since its
 * BEGIN IMMEDIATE, so nobody moves the checkpoint behind this statement, and no other statement is on its way while its answer is looked at.
 */
export function fence(connection: Connection, table: string, move: FencedMove): void {
  const { project, route, lane, epoch, seq, readAt, appended, replaced } = move;
  const moved = connection.run(
    `UPDATE ${table} AS c
SET seq = c.seq + 1, read_replid = coalesce(?6, c.read_replid), read_offset = coalesce(?7, c.read_offset),
  appended = coalesce(?8, c.appended), replaced = nullif(trim(coalesce(c.replaced, '') || ' ' || coalesce(?9, '')), ''), updated_at = ${NOW}
WHERE c.project = ?1 AND c.route = ?2 AND c.lane = ?3 AND c.epoch = ?4 AND c.seq = ?5`,
    [
      project,
      route,
      lane,
      epoch,
      seq,
      readAt?.replid ?? null,
      readAt?.offset ?? null,
      appended ?? null,
      replaced ?? null,
    ],
  );
  if (moved !== 1)
    throw new SinkError("fenced", "", "another worker has claimed this lane", { statement: "rdi_fence" });
}
