import type { MovedStatement } from "../statements.ts";
import { fates } from "../fates.ts";
import { equalInputs, parameters } from "./fragments.ts";
import { inputOf, taken } from "./inputs.ts";
import { quoted } from "./identifiers.ts";
import { byOwners } from "./remove.ts";
import { without, type TableShape } from "../table-shape.ts";

/**
 * For rows of the given owners whose `key` is not among the given rows. Where `key` holds only owner columns, a row can't move. The rows that
 * stay are many and have no index, so they are hashed.
 */
export function removeMoved(table: TableShape): readonly MovedStatement[] {
  const { key, owners, constants } = table;
  if (without(key, [...owners, ...constants]).length === 0) return [];
  // The owner columns are compared too: two keys of a batch may swap a `key` value, and neither row stays then.
  const kept = without([...key, ...without(owners, key)], constants);
  const [first] = kept;
  const missing = first === undefined ? [] : [`k.${quoted(first.name)} IS NULL`];
  return fates(table).map((fate) => {
    const part = byOwners(table, fate, "INNER LOOP JOIN");
    const lines = [
      ...part.taking,
      ...taken(
        "@k",
        "@rows",
        kept.map((column) => inputOf(column, "compared")),
      ),
      ...part.joined,
      `LEFT HASH JOIN @k AS k ON ${equalInputs("k", kept).join(" AND ")}`,
      `WHERE ${[...part.conditions, ...missing].join(" AND ")};`,
      "SET @count = @@ROWCOUNT",
    ];
    const name = table.statement(fate.when === "expired" ? "moved-expired" : "moved");
    return { name, text: lines.join("\n"), owners: part.owners, rows: parameters(kept) };
  });
}
