import type { Table } from "../../job.ts";
import { createLaneState, type LanePosition } from "../lane-state.ts";
import { batchStatements } from "../batch-statements.ts";
import type { Checkpoint, CommitResult, LaneIdentity, LaneSession, WriteBatch } from "../sink.ts";
import { claimCheckpoint } from "./checkpoint.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { fence } from "./fence.ts";
import { runBatch } from "./run-batch.ts";
import { inTransaction } from "./transaction.ts";
import type { Turns } from "./waiting.ts";

export interface LaneSurroundings {
  readonly connection: Connection;
  /** The checkpoint table's name as SQL. */
  readonly checkpoint: string;
  readonly turns: Turns;
}

/** A transaction begins with the write lock, so it is the only one that writes, and reads what the last one has committed. */
export function createLaneSession(
  { connection, checkpoint, turns }: LaneSurroundings,
  identity: LaneIdentity,
): LaneSession<Table> {
  const state = createLaneState(identity, {
    errorOf: (thrown) => sinkError(thrown, ""),
    destroy: () => connection.close(),
  });

  function guarded<Result>(work: (until: number) => Promise<Result>): Promise<Result> {
    return state.guarded(() => turns(work));
  }

  async function claim(until: number): Promise<Checkpoint> {
    const claiming = () => ({ result: claimCheckpoint(connection, checkpoint, identity), stays: true });
    const found = await inTransaction(connection, claiming, until);
    state.moveTo(found.claimed ? found.checkpoint : undefined);
    return found.checkpoint;
  }

  async function commit(batch: WriteBatch<Table>, until: number): Promise<CommitResult<Table>> {
    const at = state.claimed();
    const statements = batchStatements(batch);
    const writing = async () => {
      fenced(at, batch);
      const found = await runBatch(connection, statements, batch.trial === true);
      return { result: found, stays: found.collisions.length === 0 && batch.trial !== true };
    };
    const result = await inTransaction(connection, writing, until);
    if (result.collisions.length > 0) return { kind: "collided", collisions: result.collisions };
    const seq = batch.trial === true ? at.seq : at.seq + 1n;
    state.moveTo({ epoch: at.epoch, seq });
    return { kind: "committed", seq, upserted: result.upserted, removed: result.removed };
  }

  async function probe(until: number): Promise<void> {
    const at = state.claimed();
    const moving = () => ({ result: fenced(at, { readAt: undefined }), stays: true });
    await inTransaction(connection, moving, until);
    state.moveTo({ epoch: at.epoch, seq: at.seq + 1n });
  }

  function fenced(at: LanePosition, batch: Pick<WriteBatch, "readAt" | "appended" | "replaced">): void {
    const { project, route, lane } = identity;
    const { readAt, appended, replaced } = batch;
    fence(connection, checkpoint, { project, route, lane, ...at, readAt, appended, replaced });
  }

  return {
    claim: () => guarded(claim),
    commit: (batch) => guarded((until) => commit(batch, until)),
    probe: () => guarded(probe),
    look: () => guarded(async () => connection.requireFile()),
    close: async () => connection.close(),
  };
}
