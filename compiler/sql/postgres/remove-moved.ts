import type { MovedStatement } from "../statements.ts";
import { fates } from "../fates.ts";
import { equalKept, names, parameters, unnest } from "./fragments.ts";
import { byOwners } from "./remove.ts";
import { without, type TableShape } from "../table-shape.ts";

/** For rows of the given owners whose `key` is not among the given rows. Where `key` holds only owner columns, a row can't move. */
export function removeMoved(table: TableShape): readonly MovedStatement[] {
  const { key, owners, constants } = table;
  if (without(key, [...owners, ...constants]).length === 0) return [];
  // The owner columns are compared too: two keys of a batch may swap a `key` value, and neither row stays then.
  const kept = without([...key, ...without(owners, key)], constants);
  return fates(table).map((fate) => {
    const part = byOwners(table, fate);
    const lines = [
      ...part.lines,
      `  AND NOT EXISTS (`,
      `    SELECT FROM ${unnest(kept, part.owners.length + 1)} AS k(${names(kept)})`,
      `    WHERE ${equalKept(kept).join(" AND ")}`,
      `  )`,
    ];
    const name = table.statement(fate.when === "expired" ? "moved-expired" : "moved");
    return { name, text: lines.join("\n"), owners: part.owners, rows: parameters(kept) };
  });
}
