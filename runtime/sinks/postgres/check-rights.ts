import type { Table } from "../../job.ts";
import type { Problem } from "../known-tables.ts";
import type { TableFacts } from "../schema-facts.ts";
import { at, sql } from "./check-names.ts";
import { identifier } from "./identifier.ts";

export function rights(table: Table, facts: TableFacts): readonly Problem[] {
  const missing = missingRights(table, facts);
  const user = identifier(facts.user);
  const grants = [
    ...(facts.mayUseSchema ? [] : [`GRANT USAGE ON SCHEMA ${identifier(facts.schema)} TO ${user};`]),
    ...(missing.length === 0 ? [] : [`GRANT ${missing.join(", ")} ON ${sql(table)} TO ${user};`]),
  ];
  if (grants.length === 0) return [];
  const what = [...(facts.mayUseSchema ? [] : [`USAGE of schema ${facts.schema}`]), ...missing].join(", ");
  return [
    {
      code: "RDI5006",
      message: `The user ${facts.user} lacks rights on ${at(table)}: ${what}.`,
      fix: `Let its owner run:\n\n${grants.join("\n")}`,
    },
  ];
}

function missingRights(table: Table, facts: TableFacts): readonly string[] {
  const written = new Set([...table.columns, ...table.filled].map(({ name }) => name));
  const columns = facts.columns.filter(({ name }) => written.has(name));
  const mayInsert = columns.every((column) => column.mayInsert);
  if (table.mode === "append") return mayInsert ? [] : ["INSERT"];
  const [from] = table.filled;
  const fixed = [...table.key, ...table.owner, ...(from === undefined ? [] : [from.name])];
  const updated = columns.filter(({ name }) => !fixed.includes(name));
  const removes = [...table.removals, ...table.moved].some(({ text }) => text.startsWith("DELETE"));
  return [
    ...(columns.every(({ maySelect }) => maySelect) ? [] : ["SELECT"]),
    ...(mayInsert ? [] : ["INSERT"]),
    ...(updated.every(({ mayUpdate }) => mayUpdate) ? [] : ["UPDATE"]),
    ...(facts.mayDelete || !removes ? [] : ["DELETE"]),
  ];
}
