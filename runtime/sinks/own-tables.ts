import type { Table } from "../job.ts";
import { keepsPast } from "./past.ts";
import type { OwnTableText } from "./schema-facts.ts";

/** A table of our own, with its name in parts. */
export interface NamedOwnTable<Definition> {
  readonly table: { readonly schema: string | undefined; readonly table: string };
  readonly definition: Definition;
  /** Whether jobs that write such tables need it. */
  isNeededBy(tables: readonly Pick<Table, "mode">[]): boolean;
}

type DefinedIn<Definition> = (schema: string | undefined) => Definition;

/** All tables that a worker keeps for itself in a target with this schema. */
export function ownTablesOf<Definition>(
  schema: string | undefined,
  { checkpoint, gaps }: { readonly checkpoint: DefinedIn<Definition>; readonly gaps: DefinedIn<Definition> },
): readonly NamedOwnTable<Definition>[] {
  return [
    {
      table: { schema, table: "rdi_checkpoint" },
      definition: checkpoint(schema),
      isNeededBy: (tables) => tables.length > 0,
    },
    {
      table: { schema, table: "rdi_gaps" },
      definition: gaps(schema),
      isNeededBy: (tables) => tables.some(keepsPast),
    },
  ];
}

interface Described extends Pick<OwnTableText, "columns" | "create"> {
  readonly upgrade?: { readonly run: string } | undefined;
}

/** For those who print the statements instead of running them. */
export function ownTableTexts(tables: readonly NamedOwnTable<Described>[]): readonly OwnTableText[] {
  return tables.map(({ table: { table }, definition: { columns, create, upgrade }, isNeededBy }) => {
    return { table, columns, create, upgrade: upgrade?.run, isNeededBy };
  });
}
