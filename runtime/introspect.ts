import type { Table } from "./job.ts";
import { resolveSetting } from "./settings.ts";
import type { NamedTable, OwnTableText, SchemaFacts } from "./sinks/schema-facts.ts";
import { operationsOf } from "./sinks/table-operations.ts";
import type { TargetSettings } from "./target.ts";

export type { FoundTable, NamedTable, OwnTableText, SchemaFacts, TableFacts } from "./sinks/schema-facts.ts";

/** Reads what a target's database says about tables. `url` replaces the target's own. Rejects with `StartupError`. */
export async function introspect(
  target: TargetSettings,
  tables: readonly NamedTable[],
  url?: string,
): Promise<SchemaFacts> {
  const { name, system, schema, options } = target;
  const address = url ?? resolveSetting(target.url, `The url of target ${name}`);
  const { introspect: read } = await operationsOf(system);
  return read({ name, schema, url: address, options }, tables);
}

/** Those that the worker needs in a target for jobs that write such tables. */
export async function ownTableTexts(
  { system, schema }: Pick<TargetSettings, "system" | "schema">,
  tables: readonly Pick<Table, "mode">[],
): Promise<readonly OwnTableText[]> {
  const { ownTables } = await operationsOf(system);
  return ownTables(schema).filter((own) => own.isNeededBy(tables));
}
