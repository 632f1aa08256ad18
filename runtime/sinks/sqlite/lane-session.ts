import type { Table } from "../../job.ts";
import { batchStatements, type BoundStatement, type Check, type Step } from "../batch-statements.ts";
import {
  SinkError,
  type Checkpoint,
  type Collision,
  type CommitResult,
  type LaneIdentity,
  type LaneSession,
  type WriteBatch,
} from "../sink.ts";
import { claimCheckpoint } from "./checkpoint.ts";
import { textOf } from "./cell-text.ts";
import type { Connection, Parameter } from "./connection.ts";
import { documentsOf, type Documents } from "./documents.ts";
import { sinkError } from "./error-classes.ts";
import { fence } from "./fence.ts";
import { withoutValues } from "./sensitive.ts";
import { inTransaction, ROLL_BACK } from "./transaction.ts";
import { createBreather, type Turns } from "./waiting.ts";

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

  async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
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

  async function claim(): Promise<Checkpoint> {
    const found = await inTransaction(connection, async () => claimCheckpoint(connection, checkpoint, identity));
    // Recorded from another Redis: nothing was claimed, every commit will be refused, and the caller is told why.
    position = found.claimed ? found.checkpoint : undefined;
    return found.checkpoint;
  }

  async function commit(batch: WriteBatch<Table>): Promise<CommitResult<Table>> {
    const at = claimedPosition();
    const { writes, checks, removals } = batchStatements(batch);
    let result: CommitResult<Table> = { kind: "committed", seq: at.seq + 1n, upserted: 0, removed: 0 };
    await inTransaction(connection, async () => {
      fenced(at, batch);
      const clock = new Date().toISOString().replace("Z", "000Z");
      const breathe = createBreather();
      const wrote = await runAll(connection, writes, { clock, breathe });
      const collisions = checks.flatMap((check) => collisionsOf(connection, check));
      if (collisions.length > 0) {
        result = { kind: "collided", collisions };
        return ROLL_BACK;
      }
      const removed = await runAll(connection, removals, { clock, breathe });
      const seq = batch.trial === true ? at.seq : at.seq + 1n;
      const upserted = wrote.upsert + removed.upsert;
      result = { kind: "committed", seq, upserted, removed: wrote.remove + removed.remove };
      return batch.trial === true ? ROLL_BACK : undefined;
    });
    if (result.kind === "committed") position = { epoch: at.epoch, seq: result.seq };
    return result;
  }

  async function probe(): Promise<void> {
    const at = claimedPosition();
    await inTransaction(connection, async () => fenced(at, { readAt: undefined }));
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
    commit: (batch) => guarded(() => commit(batch)),
    probe: () => guarded(probe),
    look: () => guarded(async () => connection.requireFile()),
    close: async () => connection.close(),
  };
}

interface Running {
  /** The time of the transaction, as a column of times has it. */
  readonly clock: string;
  readonly breathe: () => Promise<void>;
}

async function runAll(
  connection: Connection,
  steps: readonly Step[],
  { clock, breathe }: Running,
): Promise<Readonly<Record<Step["kind"], number>>> {
  const changed = { upsert: 0, remove: 0 };
  for (const { kind, table, bound } of steps) {
    for (const documents of documentsOf(bound.inputs)) {
      changed[kind] += named(bound, table, () => connection.run(bound.text, parameters(bound, documents, clock)));
      await breathe();
    }
  }
  return changed;
}

/** What a statement may ask for: its inputs, the rows that stay, the time. */
function parameters(
  { text }: BoundStatement,
  { texts: [first, second] }: Documents,
  clock: string,
): readonly Parameter[] {
  const documents = [first ?? null, second ?? null];
  return text.includes("?3") ? [...documents, clock] : documents;
}

function collisionsOf(connection: Connection, { table, statement, bound }: Check): readonly Collision<Table>[] {
  return documentsOf(bound.inputs).flatMap((documents) => {
    const rows = named(bound, table, () => connection.all(bound.text, parameters(bound, documents, "")));
    return rows.map(([index, ...owner]) => {
      return { table, index: documents.first + Number(index), ownerKey: statement.keyOf(owner.map(textOf)) };
    });
  });
}

function named<Result>({ name }: BoundStatement, table: Table, work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    throw withoutValues(sinkError(thrown, name), table);
  }
}
