import type { Destination } from "../destination.ts";
import type { RowComparer, RowDifference } from "../sinks/row-comparer.ts";
import { SinkError } from "../sinks/sink.ts";

export interface DifferingRows {
  readonly differing: readonly RowDifference[];
  /** Positions of rows that the target does not take even by themselves: nothing can be compared with them. */
  readonly refused: readonly number[];
}

/** One row that the target can't take spoils the comparison of all, so it is found by halves. Rejects with `SinkError`. */
export async function differingRows(
  comparer: RowComparer,
  table: Destination,
  rows: readonly object[],
  first = 0,
): Promise<DifferingRows> {
  try {
    const differing = await comparer.differing(table, rows);
    return { differing: differing.map((one) => ({ ...one, index: first + one.index })), refused: [] };
  } catch (error) {
    if (!(error instanceof SinkError) || error.class !== "data") throw error;
    if (rows.length === 1) return { differing: [], refused: [first] };
    const middle = rows.length >> 1;
    const left = await differingRows(comparer, table, rows.slice(0, middle), first);
    const right = await differingRows(comparer, table, rows.slice(middle), first + middle);
    return { differing: [...left.differing, ...right.differing], refused: [...left.refused, ...right.refused] };
  }
}
