import type { MovedStatement } from "../statements.ts";
import { fates } from "../fates.ts";
import { inputs, isAmong, parameters, rowsOf } from "./fragments.ts";
import { byOwners } from "./remove.ts";
import { without, type TableShape } from "../table-shape.ts";

/** For rows of the given owners whose `key` is not among the given rows. Where `key` holds only owner columns, a row can't move. */
export function removeMoved(table: TableShape): readonly MovedStatement[] {
  const { key, owners, constants } = table;
  if (without(key, [...owners, ...constants]).length === 0) return [];
  // The owner columns are compared too: two keys of a batch may swap a `key` value, and neither row stays then.
  const kept = without([...key, ...without(owners, key)], constants);
  // SQLite makes an index of the list, where it would look all of it through for NOT EXISTS.
  const stays = isAmong(kept, rowsOf(2, "k"), inputs("k", kept));
  return fates(table).map((fate) => {
    const name = table.statement(fate.when === "expired" ? "moved-expired" : "moved");
    return { name, ...byOwners(table, fate, [`(${stays}) IS NOT TRUE`]), rows: parameters(kept) };
  });
}
