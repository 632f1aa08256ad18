import type { Table, TableTargetSettings } from "./job.ts";
import { resolveSetting } from "./settings.ts";
import { introspectPostgres, type NamedTable, type SchemaFacts } from "./sinks/postgres/introspect.ts";
import { ownTables } from "./sinks/postgres/own-tables.ts";

export type { TableFacts } from "./sinks/postgres/catalog.ts";
export type { FoundTable, NamedTable, SchemaFacts } from "./sinks/postgres/introspect.ts";

/** Reads what a target's database says about tables. `url` replaces the target's own. Rejects with `StartupError`. */
export async function introspect(
  target: TableTargetSettings,
  tables: readonly NamedTable[],
  url?: string,
): Promise<SchemaFacts> {
  const { name, schema } = target;
  const address = url ?? resolveSetting(target.url, `The url of target ${name}`);
  switch (target.system) {
    case "postgres":
      return introspectPostgres({ name, schema, url: address }, tables);
  }
}

/** A table that the worker keeps for itself, and the statements that make it and bring an older one up to date. */
export interface OwnTableText {
  readonly table: string;
  readonly columns: readonly string[];
  readonly create: string;
  readonly upgrade: string | undefined;
}

/** Those that the worker needs in a target for jobs that write such tables. */
export function ownTableTexts(
  { schema }: Pick<TableTargetSettings, "schema">,
  tables: readonly Pick<Table, "mode">[],
): readonly OwnTableText[] {
  return ownTables(schema)
    .filter((own) => own.isNeededBy(tables))
    .map(({ table: { table }, definition: { columns, create, upgrade } }) => {
      return { table, columns, create, upgrade: upgrade?.run };
    });
}
