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
import { batchStatements, type Check, type Step } from "../batch-statements.ts";
import { claimedOf, claimQuery } from "./checkpoint.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { withoutValues } from "./sensitive.ts";
import { runTransaction, type Finished, type Part, type Transaction } from "./transaction.ts";

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
    const answer = await connection.query(claimQuery(checkpoint, identity)).catch((thrown: unknown) => {
      throw lockIsTransient(thrown);
    });
    const claimed = claimedOf(answer);
    if (claimed === undefined)
      throw new SinkError("halt", "", `${checkpoint} gave no row for ${identity.route}, lane ${identity.lane}`);
    state.moveTo(claimed.isOwn ? claimed.checkpoint : undefined);
    return claimed.checkpoint;
  }

  async function commit(batch: WriteBatch<Table>): Promise<CommitResult<Table>> {
    const at = state.claimed();
    const { writes, checks, removals } = batchStatements(batch);
    const parts = [...writes.map(stepPart), ...checks.map(checkPart), ...removals.map(stepPart)];
    const finished = await runTransaction(connection, transaction(at, parts, batch));
    if (finished.ended === "collided")
      return { kind: "collided", collisions: collided(checks, finished.found.slice(writes.length)) };
    const changed = finished.counts.filter((_, place) => parts[place]?.kind === "write");
    if (finished.ended === "committed") state.moveTo({ epoch: at.epoch, seq: at.seq + 1n });
    return { kind: "committed", seq: state.claimed().seq, ...countsOf([...writes, ...removals], changed) };
  }

  async function probe(): Promise<void> {
    const at = state.claimed();
    await runTransaction(connection, transaction(at, [], { readAt: undefined }));
    state.moveTo({ epoch: at.epoch, seq: at.seq + 1n });
  }

  /** Its successor finds out whether the target lost something meanwhile. */
  async function look(): Promise<void> {
    if (!connection.isOpen()) throw new SinkError("connection", "", "the target closed the connection");
  }

  function transaction(
    at: LanePosition,
    parts: readonly Part[],
    { readAt, appended, replaced, trial = false }: Pick<WriteBatch, "readAt" | "appended" | "replaced" | "trial">,
  ): Transaction {
    const { project, route, lane } = identity;
    return { checkpoint, parts, trial, move: { project, route, lane, ...at, readAt, appended, replaced } };
  }

  return {
    claim: () => state.guarded(claim),
    commit: (batch) => state.guarded(() => commit(batch)),
    probe: () => state.guarded(probe),
    look: () => state.guarded(look),
    close: () => connection.close(),
  };
}

function stepPart({ kind, table, bound }: Step): Part {
  const { name, text, inputs } = bound;
  const [first, second] = inputs;
  return {
    kind: "write",
    text,
    owners: kind === "remove" ? first : undefined,
    rows: kind === "remove" ? second : first,
    errorOf: (thrown) => withoutValues(sinkError(thrown, name), table),
  };
}

function checkPart({ table, bound: { name, text, inputs } }: Check): Part {
  const errorOf = (thrown: unknown): SinkError => withoutValues(sinkError(thrown, name), table);
  return { kind: "check", text, owners: undefined, rows: inputs[0], errorOf };
}

function collided(checks: readonly Check[], found: Finished["found"]): readonly Collision<Table>[] {
  return checks.flatMap((check, at) => collisionsOf(check, found[at] ?? []));
}

/** Another owner's open transaction holds the lane's row for a moment. */
function lockIsTransient(thrown: unknown): SinkError {
  const error = sinkError(thrown, "rdi_claim");
  return error.class === "order"
    ? new SinkError("connection", error.serverCode, error.message, error.place, thrown)
    : error;
}
