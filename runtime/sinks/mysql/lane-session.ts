import type { Table } from "../../job.ts";
import {
  SinkError,
  type Checkpoint,
  type Collision,
  type CommitResult,
  type LaneIdentity,
  type LaneSession,
  type WriteBatch,
} from "../sink.ts";
import { collisionsOf, countsOf } from "../batch-results.ts";
import { createLaneState, type LanePosition } from "../lane-state.ts";
import { batchStatements, type BoundStatement, type Check, type Step } from "../batch-statements.ts";
import { claimLane } from "./checkpoint.ts";
import type { Answer, Connection, Query } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { checkMoved, fence, fenceError, lockIsTransient } from "./fence.ts";
import { keptAlive } from "./keep-alive.ts";
import { rowsDocument } from "./rows-document.ts";
import { withoutValues } from "./sensitive.ts";

/** The session has no autocommit: its first statement begins a transaction. One statement is sent at a time, and when one fails the next is ROLLBACK. */
export function createLaneSession(
  connection: Connection,
  checkpoint: string,
  identity: LaneIdentity,
): LaneSession<Table> {
  const alive = keptAlive(connection);
  const state = createLaneState(identity, {
    errorOf: (thrown) => sinkError(thrown, ""),
    destroy: () => {
      alive.stop();
      connection.destroy();
    },
  });

  function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    return state.guarded(() => alive.during(() => rolledBackOnFailure(work)));
  }

  /** The server has undone a whole transaction after a deadlock, and one statement alone after a lock was not to be had. */
  async function rolledBackOnFailure<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (thrown) {
      const error = sinkError(thrown, "");
      if (error.class !== "connection") await ended(connection, "ROLLBACK");
      throw error;
    }
  }

  async function claim(): Promise<Checkpoint> {
    const { found, isOurs } = await claimLane(connection, checkpoint, identity).catch((thrown: unknown) => {
      throw lockIsTransient(sinkError(thrown, "rdi_claim"));
    });
    await ended(connection, "COMMIT");
    state.moveTo(isOurs ? found : undefined);
    return found;
  }

  async function commit(batch: WriteBatch<Table>): Promise<CommitResult<Table>> {
    const at = state.claimed();
    const { writes, checks, removals } = batchStatements(batch);
    await fenced(at, batch);
    if (batch.tables.some(({ table }) => table.mode === "history")) await connection.command("SET @rdi_now = NOW(6)");
    const written = await all(connection, writes);
    const collisions = await checked(connection, checks);
    if (collisions.length > 0) {
      await ended(connection, "ROLLBACK");
      return { kind: "collided", collisions };
    }
    const removed = await all(connection, removals);
    await ended(connection, batch.trial === true ? "ROLLBACK" : "COMMIT");
    if (batch.trial !== true) state.moveTo({ epoch: at.epoch, seq: at.seq + 1n });
    return {
      kind: "committed",
      seq: state.claimed().seq,
      ...countsOf([...writes, ...removals], [...written, ...removed]),
    };
  }

  async function probe(): Promise<void> {
    const at = state.claimed();
    await fenced(at, { readAt: undefined });
    await ended(connection, "COMMIT");
    state.moveTo({ epoch: at.epoch, seq: at.seq + 1n });
  }

  /** Its successor finds out whether the target lost something meanwhile. */
  async function look(): Promise<void> {
    if (!connection.isOpen()) throw new SinkError("connection", "", "the target closed the connection");
  }

  async function fenced(at: LanePosition, batch: Pick<WriteBatch, "readAt" | "appended" | "replaced">): Promise<void> {
    const { project, route, lane } = identity;
    const { readAt, appended, replaced } = batch;
    const move = { project, route, lane, ...at, readAt, appended, replaced };
    const answer = await connection.query(fence(checkpoint, move)).catch((thrown: unknown) => {
      throw fenceError(thrown);
    });
    checkMoved(answer);
  }

  return {
    claim: () => guarded(claim),
    commit: (batch) => guarded(() => commit(batch)),
    probe: () => guarded(probe),
    look: () => guarded(look),
    close: () => {
      alive.stop();
      return connection.close();
    },
  };
}

/** Whatever the server says instead, the outcome is unknown: only the checkpoint tells it. */
async function ended(connection: Connection, how: "COMMIT" | "ROLLBACK"): Promise<void> {
  try {
    await connection.command(how);
  } catch (thrown) {
    const { serverCode, message, place } = sinkError(thrown, how);
    throw new SinkError("connection", serverCode, message, place, thrown);
  }
}

function queryOf({ text, inputs }: BoundStatement): Query {
  return { text, values: inputs.flatMap((each) => rowsDocument(each) ?? []) };
}

async function all(connection: Connection, steps: readonly Step[]): Promise<readonly number[]> {
  const changed: number[] = [];
  for (const { table, bound } of steps) changed.push((await sent(connection, table, bound)).count);
  return changed;
}

async function checked(connection: Connection, checks: readonly Check[]): Promise<readonly Collision<Table>[]> {
  const found: Collision<Table>[] = [];
  for (const check of checks)
    found.push(...collisionsOf(check, (await sent(connection, check.table, check.bound)).rows));
  return found;
}

async function sent(connection: Connection, table: Table, bound: BoundStatement): Promise<Answer> {
  try {
    return await connection.query(queryOf(bound));
  } catch (thrown) {
    throw withoutValues(sinkError(thrown, bound.name), table);
  }
}
