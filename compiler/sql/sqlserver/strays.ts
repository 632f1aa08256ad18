import type { StraysCondition } from "../statements.ts";
import { fates } from "../fates.ts";
import { expiryFilter } from "./expiry.ts";
import { live } from "./live.ts";
import type { TableShape } from "../table-shape.ts";

/**
 * Which of an owner's rows would not stay as they are when its key does not yield them: a condition over the row `t`, for a key that is there
 * and for one that is gone. Undefined where that is all of them, and where it is none.
 */
export function strays(table: TableShape): StraysCondition | undefined {
  const [fate, ...others] = fates(table);
  if (fate === undefined) return undefined;
  const when = others.length === 0 ? fate.when : "always";
  const alive = live({ ...table, period: undefined });
  const present = when === "expired" ? ["1 = 0"] : alive;
  const gone = [...alive, ...expiryFilter(table, when, "SYSUTCDATETIME()")];
  if (present.length === 0 && gone.length === 0) return undefined;
  return { present: joined(present), gone: joined(gone) };
}

function joined(conditions: readonly string[]): string {
  return conditions.length === 0 ? "1 = 1" : conditions.join(" AND ");
}
