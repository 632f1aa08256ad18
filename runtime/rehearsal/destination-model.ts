import type { Destination } from "../destination.ts";
import type { Table } from "../job.ts";
import type { RedisTable } from "../redis-table.ts";
import type { Sink } from "../sinks/sink.ts";
import type { Instant } from "../values/instant.ts";
import type { DestinationFacts } from "./facts.ts";
import { createRedisModel } from "./redis-model.ts";
import { createSqlModel } from "./sql-model.ts";
import type { TargetValue } from "./story.ts";
import type { StoredRow } from "./table-model.ts";

/** A target without a server: what the worker's writing half is given in its place, and what an expectation looks at. */
export type DestinationModel = TablesModel | KeysModel;

interface ModelOf<Into extends Destination> {
  readonly sink: Sink<Into>;
  /** Tells what stands in no module. Once a destination, before anything is written; as a sink, it gets those of its own kind alone. */
  know(destination: Destination, facts: DestinationFacts): void;
}

export interface TablesModel extends ModelOf<Table> {
  readonly kind: "tables";
  /** Of all jobs that write the table. */
  rows(schema: string | undefined, table: string): readonly StoredRow[];
}

export interface KeysModel extends ModelOf<RedisTable> {
  readonly kind: "keys";
  /** Undefined where the key is absent. */
  value(key: string): TargetValue | undefined;
  keys(): readonly string[];
}

/** The clock of the test, which is also that of every target. */
export type Clock = () => Instant;

export function createModel(system: string, clock: Clock): DestinationModel {
  return system === "redis" ? createRedisModel(clock) : createSqlModel(clock);
}
