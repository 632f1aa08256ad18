import type { Table } from "../../job.ts";
import type { Problem } from "../known-tables.ts";
import type { TableFacts } from "../schema-facts.ts";
import { at, sql } from "./check-names.ts";

export function rights(table: Table, facts: TableFacts): readonly Problem[] {
  const missing = missingRights(table, facts);
  if (missing.length === 0) return [];
  return [
    {
      code: "RDI5006",
      message: `The user ${facts.user} lacks rights on ${at(table)}: ${missing.join(", ")}.`,
      fix: `Let somebody who may do so run:\n\nGRANT ${missing.join(", ")} ON ${sql(table)} TO ${account(facts.user)};`,
    },
  ];
}

/** `app@%` */
function account(user: string): string {
  const at = user.lastIndexOf("@");
  return `'${user.slice(0, at)}'@'${user.slice(at + 1)}'`;
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
