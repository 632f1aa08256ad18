import type { Destination } from "../destination.ts";
import type { Job, Table } from "../job.ts";
import type { Sink } from "../sinks/sink.ts";
import type { Instant } from "../values/instant.ts";
import type { TableFacts } from "./facts.ts";
import { createSqlModel } from "./sql-model.ts";
import type { StoredRow } from "./table-model.ts";

/**
 * A target without a server: what the worker's writing half is given in its place, and what an expectation looks at. One for each kind of
 * destination; a kind whose rows are no rows of tables brings a method of its own beside `rows`.
 */
export interface DestinationModel {
  readonly sink: Sink<Table>;
  /** Tells what a table's statements say. Once, before anything is written. */
  know(table: Table, facts: TableFacts): void;
  /** Of all jobs that write the table. */
  rows(schema: string | undefined, table: string): readonly StoredRow[];
  clear(): void;
}

/** Of a job's destinations those that are tables, in the order of their facts. */
export function tablesOf({ tables }: Job): readonly Table[] {
  return tables.filter((one: Destination): one is Table => "schema" in one);
}

/** The clock of the test, which is also that of every target. */
export type Clock = () => Instant;

const MODELS: Readonly<Record<string, (clock: Clock) => DestinationModel>> = {
  postgres: createSqlModel,
};

export function createModel(system: string, clock: Clock): DestinationModel {
  const create = MODELS[system];
  if (create === undefined) throw new Error(`targets of the kind ${system} have no model`);
  return create(clock);
}
