import type { ColumnPlan } from "../../plan/ir.ts";
import type { MovedStatement } from "../statements.ts";
import { fates } from "../fates.ts";
import { cell, inputCell, inputColumns, jsonTable, parameters } from "./fragments.ts";
import { byOwners } from "./remove.ts";
import { without, type TableShape } from "../table-shape.ts";
import { identityText } from "./types.ts";

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
      `  AND ${digest(kept, cell, "t")} NOT IN (`,
      `    SELECT ${digest(kept, inputCell, "k")} FROM ${jsonTable("k", inputColumns(kept))}`,
      `  )`,
    ];
    const name = table.statement(fate.when === "expired" ? "moved-expired" : "moved");
    return { name, text: lines.join("\n"), owners: part.owners, rows: parameters(kept) };
  });
}

/**
 * One short value for what tells rows apart. The server keeps a list of such values in a table of its own, with an index; texts as they are it
 * would read again for every row (more than 20 s instead of 0.1 s for 1000 keys with 4 rows each).
 */
function digest(columns: readonly ColumnPlan[], show: typeof cell, alias: string): string {
  const texts = columns.map((column) => `HEX(${identityText(show(alias, column), column)})`);
  return `SHA2(CONCAT_WS(',', ${texts.join(", ")}), 256)`;
}
