import type { Introspected, NamedTable, OwnTableText, SchemaFacts } from "./schema-facts.ts";
import type { ProjectTarget, SeenTarget } from "./seen-target.ts";
import * as systems from "./systems.ts";

/** What the commands need of a kind of database with tables, and no worker does. */
export interface TableOperations {
  /** Needs no right on the tables. Rejects with `StartupError`. */
  introspect(target: Introspected, tables: readonly NamedTable[]): Promise<SchemaFacts>;
  /** All tables that a worker keeps for itself in a target with this schema. */
  ownTables(schema: string | undefined): readonly OwnTableText[];
  /** Never rejects. */
  checkpoints(target: ProjectTarget): Promise<SeenTarget>;
}

interface TableSystem {
  operations(): Promise<TableOperations>;
}

const SYSTEMS: Readonly<Record<string, TableSystem>> = systems;

export async function operationsOf(system: string): Promise<TableOperations> {
  const known = SYSTEMS[system];
  if (known === undefined) throw new Error(`there is no kind of target ${system} that has tables`);
  return known.operations();
}
