import type { Table } from "../job.ts";
import type { ReferenceFacts, TableFacts } from "./schema-facts.ts";

/**
 * Whether all rows of a batch's keys may be removed and inserted anew: they have no past, nothing but the written columns is lost, no trigger takes it for a
 * deletion, and no row of another table, or of another key, refers to what vanishes for a moment.
 */
export function replaceable(tables: readonly Table[], factsOf: (table: Table) => TableFacts | undefined): boolean {
  const all = tables.map((table) => ({ table, facts: factsOf(table) }));
  return all.every(({ table, facts }) => facts !== undefined && isReplaceable(table, facts, all));
}

type Known = readonly { readonly table: Table; readonly facts: TableFacts | undefined }[];

function isReplaceable(table: Table, facts: TableFacts, all: Known): boolean {
  const written = new Set(table.columns.map(({ name }) => name));
  return (
    table.insert !== undefined &&
    !facts.hasDeleteTrigger &&
    facts.columns.every(({ name, generated }) => generated || written.has(name)) &&
    facts.references.every((reference) => staysInside(reference, table, facts, all))
  );
}

/** A referring row that would be changed by the deletion must belong to the same key, or its own key would lose it. */
function staysInside(
  { oid, onDelete, columns, referred }: ReferenceFacts,
  table: Table,
  facts: TableFacts,
  all: Known,
): boolean {
  const referring = all.find((known) => known.facts?.oid === oid);
  if (referring === undefined) return false;
  if (onDelete === "a" || onDelete === "r") return true;
  return (
    oid !== facts.oid &&
    referring.table.owner.every((name) => columns.includes(name)) &&
    table.owner.every((name) => referred.includes(name))
  );
}
