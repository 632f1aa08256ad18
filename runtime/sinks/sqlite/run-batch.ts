import type { Table } from "../../job.ts";
import type { BatchStatements, BoundStatement, Check, Step } from "../batch-statements.ts";
import type { Collision } from "../sink.ts";
import { textOf } from "./cell-text.ts";
import type { Connection, Parameter } from "./connection.ts";
import { watchDeferredKeys } from "./deferred-keys.ts";
import { documentsOf, type Documents } from "./documents.ts";
import { sinkError } from "./error-classes.ts";
import { withoutValues } from "./sensitive.ts";
import { createBreather } from "./waiting.ts";

export interface BatchResult {
  /** With any of them the removals were left out. */
  readonly collisions: readonly Collision<Table>[];
  readonly upserted: number;
  readonly removed: number;
}

/** Everything between the fence and the end of a transaction. */
export async function runBatch(
  connection: Connection,
  { writes, checks, removals }: BatchStatements,
  isTrial: boolean,
): Promise<BatchResult> {
  const deferred = isTrial ? watchDeferredKeys(connection) : undefined;
  const running = { clock: new Date().toISOString().replace("Z", "000Z"), breathe: createBreather() };
  const wrote = await runAll(connection, writes, running);
  const collisions = checks.flatMap((check) => collisionsOf(connection, check));
  const cleared = collisions.length > 0 ? NOTHING : await runAll(connection, removals, running);
  deferred?.check();
  return { collisions, upserted: wrote.upsert + cleared.upsert, removed: wrote.remove + cleared.remove };
}

type Changed = Readonly<Record<Step["kind"], number>>;

const NOTHING: Changed = { upsert: 0, remove: 0 };

interface Running {
  /** The time of the transaction, as a column of times has it. */
  readonly clock: string;
  readonly breathe: () => Promise<void>;
}

async function runAll(connection: Connection, steps: readonly Step[], { clock, breathe }: Running): Promise<Changed> {
  const changed = { ...NOTHING };
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
