import type { MovedStatement } from "../statements.ts";
import { equalCells, names, parameters, unnest } from "./fragments.ts";
import { removeByJoin } from "./remove.ts";
import { without, type TableShape } from "./table-shape.ts";

/** Removes rows of the given owners whose `key` is not among the given rows. Where `key` holds only owner columns, a row can't move. */
export function removeMoved(table: TableShape): MovedStatement | undefined {
  const { key, owners, constants } = table;
  if (!table.removes || without(key, [...owners, ...constants]).length === 0) return undefined;
  // The owner columns are compared too: two keys of a batch may swap a `key` value, and neither row stays then.
  const kept = without([...key, ...without(owners, key)], constants);
  const lines = [
    ...removeByJoin(table),
    `  AND NOT EXISTS (`,
    `    SELECT FROM ${unnest(kept, owners.length + 1)} AS k(${names(kept)})`,
    `    WHERE ${equalCells("k", "t", kept).join(" AND ")}`,
    `  )`,
  ];
  return { name: table.statement("moved"), text: lines.join("\n"), owners: parameters(owners), rows: parameters(kept) };
}
