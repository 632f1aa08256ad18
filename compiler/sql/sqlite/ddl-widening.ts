import type { ColumnType } from "../../plan/ir.ts";
import type { ColumnLock } from "../../schema/lock.ts";
import { fit } from "./ddl-fit.ts";
import { storedType } from "./ddl-types.ts";

/** The smallest type that holds what is stored and the column's values; undefined where nothing holds both without a loss. */
export function widened(type: ColumnType, stored: ColumnLock): string | undefined {
  if (stored.generated !== undefined) return undefined;
  const { affinity, length } = storedType(stored.type);
  if (length !== undefined && fit(type, { ...stored, type: affinity }).kind === "fits") return affinity;
  return undefined;
}
