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
import { checkpointOf } from "../own-columns.ts";
import { collisionsOf, countsOf } from "../batch-results.ts";
import { createLaneState, type LanePosition } from "../lane-state.ts";
import { batchStatements, type BoundStatement, type Check, type Step } from "../batch-statements.ts";
import { claimQuery, readCheckpointQuery } from "./checkpoint.ts";
import type { Answer, Connection, Query } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { fence, fenceError } from "./fence.ts";
import { withoutValues } from "./sensitive.ts";

const BEGIN: Query = { text: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE" };
const COMMIT: Query = { text: "COMMIT" };
const CHECK_CONSTRAINTS: Query = { text: "SET CONSTRAINTS ALL IMMEDIATE" };
const ROLLBACK: Query = { text: "ROLLBACK" };

/**
 * A transaction is sent as a whole, COMMIT included, before its first answer comes; only a check for collisions is waited for. When a
 * statement fails the server ignores the others and turns COMMIT into ROLLBACK.
 */
export function createLaneSession(
  connection: Connection,
  checkpoint: string,
  identity: LaneIdentity,
): LaneSession<Table> {
  const state = createLaneState(identity, {
    errorOf: (thrown) => sinkError(thrown, ""),
    destroy: () => connection.destroy(),
  });

  async function claim(): Promise<Checkpoint> {
    const [, claimed, recorded] = await all([
      sent(connection, BEGIN, "BEGIN"),
      sent(connection, claimQuery(checkpoint, identity), "rdi_claim", lockIsTransient),
      sent(connection, readCheckpointQuery(checkpoint, identity), "rdi_claim"),
      committed(connection),
    ]);
    const own = rowOf(claimed);
    const found = own ?? rowOf(recorded);
    if (found === undefined)
      throw new SinkError("halt", "", `${checkpoint} gave no row for ${identity.route}, lane ${identity.lane}`);
    state.moveTo(own);
    return found;
  }

  async function commit(batch: WriteBatch<Table>): Promise<CommitResult<Table>> {
    const at = state.claimed();
    const { writes, checks, removals } = batchStatements(batch);
    const head = [sent(connection, BEGIN, "BEGIN"), fenced(at, batch)];
    const body = writes.map((step) => written(connection, step));
    if (checks.length > 0) {
      const collisions = await checked(connection, [...head, ...body], checks);
      if (collisions.length > 0) return { kind: "collided", collisions };
    }
    const tail = removals.map((step) => written(connection, step));
    const end = batch.trial === true ? rolledBack(connection) : [committed(connection)];
    const wrote = await all([...body, ...tail], [...head, ...body, ...tail, ...end]);
    if (batch.trial !== true) state.moveTo({ epoch: at.epoch, seq: at.seq + 1n });
    return {
      kind: "committed",
      seq: state.claimed().seq,
      ...countsOf(
        [...writes, ...removals],
        wrote.map(({ count }) => count),
      ),
    };
  }

  async function probe(): Promise<void> {
    const at = state.claimed();
    await all([sent(connection, BEGIN, "BEGIN"), fenced(at, { readAt: undefined }), committed(connection)]);
    state.moveTo({ epoch: at.epoch, seq: at.seq + 1n });
  }

  /** Its successor finds out whether the target lost something meanwhile. */
  async function look(): Promise<void> {
    if (!connection.isOpen()) throw new SinkError("connection", "", "the target closed the connection");
  }

  function fenced(at: LanePosition, batch: Pick<WriteBatch, "readAt" | "appended" | "replaced">): Promise<Answer> {
    const { project, route, lane } = identity;
    const { readAt, appended, replaced } = batch;
    const move = { project, route, lane, ...at, readAt, appended, replaced };
    return sent(connection, fence(checkpoint, move), "rdi_fence", fenceError);
  }

  return {
    claim: () => state.guarded(claim),
    commit: (batch) => state.guarded(() => commit(batch)),
    probe: () => state.guarded(probe),
    look: () => state.guarded(look),
    close: () => connection.close(),
  };
}

/** Sends without waiting. The rejection is a `SinkError`; somebody looks at it in {@link all}. */
function sent(connection: Connection, query: Query, statement: string, errorOf = sinkError): Promise<Answer> {
  const answer = connection.query(query).catch((thrown: unknown) => {
    throw errorOf(thrown, statement);
  });
  answer.catch(() => undefined);
  return answer;
}

function queryOf({ name, text, inputs }: BoundStatement): Query {
  return { name, text, values: inputs.flatMap(({ columns }) => columns) };
}

function written(connection: Connection, { bound, table }: Step): Promise<Answer> {
  return sent(connection, queryOf(bound), bound.name, (thrown, statement) =>
    withoutValues(sinkError(thrown, statement), table),
  );
}

/** A COMMIT that came back as ROLLBACK has written nothing. Usually a statement before it has failed, which is found first. */
async function committed(connection: Connection): Promise<Answer> {
  const answer = await sent(connection, COMMIT, "COMMIT");
  if (answer.command !== "COMMIT")
    throw new SinkError("connection", "", `COMMIT was answered with ${answer.command}`, { statement: "COMMIT" });
  return answer;
}

/** Constraints that wait for COMMIT are looked at before. */
function rolledBack(connection: Connection): readonly Promise<Answer>[] {
  return [sent(connection, CHECK_CONSTRAINTS, "COMMIT"), sent(connection, ROLLBACK, "ROLLBACK")];
}

/** Waits for all answers, so that nothing is under way afterwards, and throws the first error: the later ones are its consequences. */
async function all(
  wanted: readonly Promise<Answer>[],
  everything: readonly Promise<Answer>[] = wanted,
): Promise<readonly Answer[]> {
  for (const result of await Promise.allSettled(everything)) if (result.status === "rejected") throw result.reason;
  return Promise.all(wanted);
}

async function checked(
  connection: Connection,
  before: readonly Promise<Answer>[],
  checks: readonly Check[],
): Promise<readonly Collision<Table>[]> {
  const answers = checks.map(({ bound }) => sent(connection, queryOf(bound), bound.name));
  try {
    const found = await all(answers, [...before, ...answers]);
    const collisions = checks.flatMap((check, at) => collisionsOf(check, found[at]?.rows ?? []));
    if (collisions.length > 0) await sent(connection, ROLLBACK, "ROLLBACK");
    return collisions;
  } catch (error) {
    await sent(connection, ROLLBACK, "ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** Another owner's open transaction holds the lane's row for a moment. */
function lockIsTransient(thrown: unknown, statement: string): SinkError {
  const error = sinkError(thrown, statement);
  return error.class === "order"
    ? new SinkError("connection", error.serverCode, error.message, error.place, thrown)
    : error;
}

function rowOf(answer: Answer | undefined): Checkpoint | undefined {
  const [row] = answer?.rows ?? [];
  return row === undefined ? undefined : checkpointOf(row);
}
