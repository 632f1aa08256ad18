import type { Table } from "../../job.ts";
import { batchStatements } from "../batch-statements.ts";
import {
  SinkError,
  type Checkpoint,
  type CommitResult,
  type LaneIdentity,
  type LaneSession,
  type WriteBatch,
} from "../sink.ts";
import { claimCheckpoint } from "./checkpoint.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { fence } from "./fence.ts";
import { runBatch } from "./run-batch.ts";
import { inTransaction } from "./transaction.ts";
import type { Turns } from "./waiting.ts";

interface Position {
  readonly epoch: bigint;
  readonly seq: bigint;
}

export interface LaneSurroundings {
  readonly connection: Connection;
  /** The checkpoint table's name as SQL. */
  readonly checkpoint: string;
  readonly turns: Turns;
}

/**
 *   new ──claim──▶ claimed ──commit, probe──▶ claimed
 *                     │ data, order, halt: rolled back ──▶ claimed
 *                     └ connection, fenced ──▶ over: everything else is refused, the caller opens a new session and claims
 *
 * A transaction begins with the write lock, so it is the only one that writes, and reads what the last one has committed.
 */
export function createLaneSession(
  { connection, checkpoint, turns }: LaneSurroundings,
  identity: LaneIdentity,
): LaneSession<Table> {
  let position: Position | undefined;
  let over: SinkError | undefined;

  async function guarded<Result>(work: (until: number) => Promise<Result>): Promise<Result> {
    if (over !== undefined) throw over;
    try {
      return await turns(work);
    } catch (thrown) {
      const error = sinkError(thrown, "");
      if (error.class === "connection" || error.class === "fenced") {
        over = error;
        connection.close();
      }
      throw error;
    }
  }

  async function claim(until: number): Promise<Checkpoint> {
    const claiming = () => ({ result: claimCheckpoint(connection, checkpoint, identity), stays: true });
    const found = await inTransaction(connection, claiming, until);
    // Recorded from another Redis: nothing was claimed, every commit will be refused, and the caller is told why.
    position = found.claimed ? found.checkpoint : undefined;
    return found.checkpoint;
  }

  async function commit(batch: WriteBatch<Table>, until: number): Promise<CommitResult<Table>> {
    const at = claimedPosition();
    const statements = batchStatements(batch);
    const writing = async () => {
      fenced(at, batch);
      const found = await runBatch(connection, statements, batch.trial === true);
      return { result: found, stays: found.collisions.length === 0 && batch.trial !== true };
    };
    const result = await inTransaction(connection, writing, until);
    if (result.collisions.length > 0) return { kind: "collided", collisions: result.collisions };
    const seq = batch.trial === true ? at.seq : at.seq + 1n;
    position = { epoch: at.epoch, seq };
    return { kind: "committed", seq, upserted: result.upserted, removed: result.removed };
  }

  async function probe(until: number): Promise<void> {
    const at = claimedPosition();
    const moving = () => ({ result: fenced(at, { readAt: undefined }), stays: true });
    await inTransaction(connection, moving, until);
    position = { epoch: at.epoch, seq: at.seq + 1n };
  }

  function fenced(at: Position, batch: Pick<WriteBatch, "readAt" | "appended" | "replaced">): void {
    const { project, route, lane } = identity;
    const { readAt, appended, replaced } = batch;
    fence(connection, checkpoint, { project, route, lane, ...at, readAt, appended, replaced });
  }

  function claimedPosition(): Position {
    if (position === undefined)
      throw new SinkError("fenced", "", `lane ${identity.lane} of ${identity.route} is not claimed`);
    return position;
  }

  return {
    claim: () => guarded(claim),
    commit: (batch) => guarded((until) => commit(batch, until)),
    probe: () => guarded(probe),
    look: () => guarded(async () => connection.requireFile()),
    close: async () => connection.close(),
  };
}
