import type { ColumnPlan } from "../plan/ir.ts";
import { isNull } from "./constants.ts";
import { fates, type Fate } from "./fates.ts";
import type { StraysCondition } from "./statements.ts";
import type { TableShape } from "./table-shape.ts";

/** How a dialect spells what conditions over a stored row `t` are made of. */
export interface Spelling {
  quoted(name: string): string;
  /** One condition a column. */
  equalConstants(columns: readonly ColumnPlan[]): readonly string[];
  /** That a column holds something else than its constant, or null. */
  otherThanConstant(column: ColumnPlan): string;
  /** That a time is not known to have passed: one of both may be null. */
  notPassed(time: string, instant: string): string;
  readonly now: string;
  readonly always: string;
  readonly never: string;
}

/** Conditions over a stored row `t`. */
export interface Conditions {
  /** What a row fulfils that is neither marked as deleted nor closed; nothing where all rows are live. */
  live(table: TableShape): readonly string[];
  /** That a row is marked: one condition. */
  dead(table: TableShape): string;
  /** The rows whose expiry has passed at `instant`, or all others; an instant that is null is never reached. */
  expiryFilter(table: TableShape, when: Fate["when"], instant: string): readonly string[];
  /** Which rows would not stay as they are, were their key gone: neither marked nor closed ones, nor those that are kept. Undefined where all stay. */
  perishable(table: TableShape): readonly string[] | undefined;
  /**
   * Which of an owner's rows would not stay as they are when its key does not yield them: for a key that is there and for one that is gone.
   * Undefined where that is all of them, and where it is none.
   */
  strays(table: TableShape): StraysCondition | undefined;
}

export function conditionsOf(spelling: Spelling): Conditions {
  const { quoted, equalConstants } = spelling;
  const cell = (name: string): string => `t.${quoted(name)}`;

  function live({ marks, period }: TableShape): readonly string[] {
    const unmarked = marks.flatMap((mark) => (isNull(mark) ? [`${cell(mark.name)} IS NULL`] : equalConstants([mark])));
    return [...unmarked, ...(period === undefined ? [] : [`${cell(period.to)} IS NULL`])];
  }

  function dead({ marks }: TableShape): string {
    const marked = marks.map((mark) =>
      isNull(mark) ? `${cell(mark.name)} IS NOT NULL` : spelling.otherThanConstant(mark),
    );
    return marked.join(" OR ");
  }

  function expiryFilter({ onExpire }: TableShape, when: Fate["when"], instant: string): readonly string[] {
    if (onExpire === undefined || when === "always") return [];
    const time = cell(onExpire.column.name);
    return [when === "expired" ? `${time} <= ${instant}` : spelling.notPassed(time, instant)];
  }

  function perishable(table: TableShape): readonly string[] | undefined {
    const when = whenOf(table);
    if (when === undefined) return undefined;
    return [...equalConstants(table.constants), ...live(table), ...expiryFilter(table, when, spelling.now)];
  }

  function strays(table: TableShape): StraysCondition | undefined {
    const when = whenOf(table);
    if (when === undefined) return undefined;
    const alive = live({ ...table, period: undefined });
    const present = when === "expired" ? [spelling.never] : alive;
    const gone = [...alive, ...expiryFilter(table, when, spelling.now)];
    if (present.length === 0 && gone.length === 0) return undefined;
    return { present: joined(present), gone: joined(gone) };
  }

  function joined(conditions: readonly string[]): string {
    return conditions.length === 0 ? spelling.always : conditions.join(" AND ");
  }

  return { live, dead, expiryFilter, perishable, strays };
}

/** Which rows something becomes of; undefined where of none. */
function whenOf(table: TableShape): Fate["when"] | undefined {
  const [fate, ...others] = fates(table);
  return others.length === 0 ? fate?.when : "always";
}
