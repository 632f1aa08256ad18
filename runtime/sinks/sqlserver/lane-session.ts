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
import { batchStatements, type Check, type Step } from "../batch-statements.ts";
import { claimedOf, claimQuery } from "./checkpoint.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import type { FencedMove } from "./fence.ts";
import { withoutValues } from "./sensitive.ts";
import { runTransaction, type Finished, type Part, type Transaction } from "./transaction.ts";

type Position = Pick<FencedMove, "epoch" | "seq">;

/**
 *   new ──claim──▶ claimed ──commit, probe──▶ claimed
 *                     │ data, order, halt: rolled back ──▶ claimed
 *                     └ connection, fenced ──▶ over: everything else is refused, the caller opens a new session and claims
 */
export function createLaneSession(
  connection: Connection,
  checkpoint: string,
  identity: LaneIdentity,
): LaneSession<Table> {
  let position: Position | undefined;
  let over: SinkError | undefined;

  async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    if (over !== undefined) throw over;
    try {
      return await work();
    } catch (thrown) {
      const error = sinkError(thrown, "");
      if (error.class === "connection" || error.class === "fenced") {
        over = error;
        connection.destroy();
      }
      throw error;
    }
  }

  async function claim(): Promise<Checkpoint> {
    const answer = await connection.query(claimQuery(checkpoint, identity)).catch((thrown: unknown) => {
      throw lockIsTransient(thrown);
    });
    const claimed = claimedOf(answer);
    if (claimed === undefined)
      throw new SinkError("halt", "", `${checkpoint} gave no row for ${identity.route}, lane ${identity.lane}`);
    // Recorded from another Redis: nothing was claimed, every commit will be refused, and the caller is told why.
    position = claimed.isOwn ? claimed.checkpoint : undefined;
    return claimed.checkpoint;
  }

  async function commit(batch: WriteBatch<Table>): Promise<CommitResult<Table>> {
    const at = claimedPosition();
    const { writes, checks, removals } = batchStatements(batch);
    const parts = [...writes.map(stepPart), ...checks.map(checkPart), ...removals.map(stepPart)];
    const finished = await runTransaction(connection, transaction(at, parts, batch));
    if (finished.ended === "collided") return { kind: "collided", collisions: collisionsOf(checks, writes, finished) };
    if (finished.ended === "committed") position = { epoch: at.epoch, seq: at.seq + 1n };
    return { kind: "committed", seq: claimedPosition().seq, ...counts(parts, [...writes, ...removals], finished) };
  }

  async function probe(): Promise<void> {
    const at = claimedPosition();
    await runTransaction(connection, transaction(at, [], { readAt: undefined }));
    position = { epoch: at.epoch, seq: at.seq + 1n };
  }

  /** Its successor finds out whether the target lost something meanwhile. */
  async function look(): Promise<void> {
    if (!connection.isOpen()) throw new SinkError("connection", "", "the target closed the connection");
  }

  function transaction(
    at: Position,
    parts: readonly Part[],
    { readAt, appended, replaced, trial = false }: Pick<WriteBatch, "readAt" | "appended" | "replaced" | "trial">,
  ): Transaction {
    const { project, route, lane } = identity;
    return { checkpoint, parts, trial, move: { project, route, lane, ...at, readAt, appended, replaced } };
  }

  function claimedPosition(): Position {
    if (position === undefined)
      throw new SinkError("fenced", "", `lane ${identity.lane} of ${identity.route} is not claimed`);
    return position;
  }

  return {
    claim: () => guarded(claim),
    commit: (batch) => guarded(() => commit(batch)),
    probe: () => guarded(probe),
    look: () => guarded(look),
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

function collisionsOf(
  checks: readonly Check[],
  writes: readonly Step[],
  { found }: Finished,
): readonly Collision<Table>[] {
  return checks.flatMap(({ table, statement }, at) =>
    (found[writes.length + at] ?? []).map(([index, ...owner]) => {
      return { table, index: Number(index), ownerKey: statement.keyOf(owner) };
    }),
  );
}

/** Another owner's open transaction holds the lane's row for a moment. */
function lockIsTransient(thrown: unknown): SinkError {
  const error = sinkError(thrown, "rdi_claim");
  return error.class === "order"
    ? new SinkError("connection", error.serverCode, error.message, error.place, thrown)
    : error;
}

function counts(
  parts: readonly Part[],
  steps: readonly Step[],
  finished: Finished,
): { readonly upserted: number; readonly removed: number } {
  const written = finished.counts.filter((_, at) => parts[at]?.kind === "write");
  const sums = { upserted: 0, removed: 0 };
  for (const [at, { kind }] of steps.entries()) sums[kind === "upsert" ? "upserted" : "removed"] += written[at] ?? 0;
  return sums;
}
