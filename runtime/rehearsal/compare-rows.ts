import { cellOfText, isSameCell, type Cell } from "./cells.ts";
import type { ColumnFacts, ColumnTypeFacts } from "./facts.ts";
import type { ExpectedRow, StoryPlace } from "./story.ts";
import type { StoredRow } from "./table-model.ts";

/** A row of a difference. Sensitive values are masked. */
export type RowDifference =
  /** Expected, and the nearest row that is there. */
  | { readonly kind: "different"; readonly place: StoryPlace; readonly cells: readonly CellDifference[] }
  | { readonly kind: "missing"; readonly place: StoryPlace; readonly cells: readonly ShownCell[] }
  | { readonly kind: "unexpected"; readonly cells: readonly ShownCell[] };

export interface ShownCell {
  readonly column: string;
  readonly type: ColumnTypeFacts["kind"];
  readonly value: Cell;
}

export interface CellDifference {
  readonly column: string;
  readonly type: ColumnTypeFacts["kind"];
  readonly expected: Cell;
  readonly actual: Cell;
  readonly same: boolean;
}

/** A column that is written into a table, by any job. */
export type Columns = ReadonlyMap<string, ColumnFacts>;

interface Wanted {
  readonly place: StoryPlace;
  readonly cells: readonly { readonly column: ColumnFacts; readonly value: Cell }[];
}

/** None where each expected row has one of its own, in any order, and no row is left. */
export function compareRows(
  expected: readonly ExpectedRow[],
  actual: readonly StoredRow[],
  columns: Columns,
): readonly RowDifference[] {
  const wanted = expected.map((row) => wantedOf(row, columns));
  const taken = matching(wanted, actual);
  const missing = wanted.filter((_, at) => taken[at] === undefined);
  const left = actual.filter((_, at) => !taken.includes(at));
  return nearestFirst(missing, left, columns);
}

function wantedOf({ place, values }: ExpectedRow, columns: Columns): Wanted {
  const cells = values.map(({ column: name, text }) => {
    const column = columnOf(columns, name);
    return { column, value: cellOfText(column.type.kind, text) };
  });
  return { place, cells };
}

/** For each wanted row the position of its own; as many as possible, since a row that says little may fit several (Kuhn's algorithm). */
function matching(wanted: readonly Wanted[], actual: readonly StoredRow[]): readonly (number | undefined)[] {
  const owner = new Map<number, number>();
  const place = (at: number, tried: Set<number>): boolean => {
    const row = wanted[at];
    if (row === undefined) return false;
    for (const [other, stored] of actual.entries()) {
      if (tried.has(other) || equalCells(row, stored) < row.cells.length) continue;
      tried.add(other);
      const before = owner.get(other);
      if (before !== undefined && !place(before, tried)) continue;
      owner.set(other, at);
      return true;
    }
    return false;
  };
  wanted.forEach((_, at) => place(at, new Set()));
  const found = wanted.map((): number | undefined => undefined);
  for (const [other, at] of owner) found[at] = other;
  return found;
}

function equalCells({ cells }: Wanted, row: StoredRow): number {
  return cells.filter(({ column, value }) => isSameCell(column.type.kind, value, row.get(column.name) ?? null)).length;
}

/** What is left is paired by the number of equal columns. */
function nearestFirst(
  missing: readonly Wanted[],
  left: readonly StoredRow[],
  columns: Columns,
): readonly RowDifference[] {
  const open = new Set(left);
  const differences = missing.map((wanted): RowDifference => {
    const nearest = [...open]
      .map((row) => ({ row, equal: equalCells(wanted, row) }))
      .sort((one, other) => other.equal - one.equal)[0];
    if (nearest === undefined) return missingRow(wanted);
    open.delete(nearest.row);
    return different(wanted, nearest.row);
  });
  return [...differences, ...[...open].map((row) => unexpected(row, columns))];
}

function missingRow({ place, cells }: Wanted): RowDifference {
  return { kind: "missing", place, cells: cells.map(({ column, value }) => shown(column, value)) };
}

function different({ place, cells }: Wanted, row: StoredRow): RowDifference {
  const compared = cells.map(({ column, value }) => {
    const actual = row.get(column.name) ?? null;
    const { kind } = column.type;
    const same = isSameCell(kind, value, actual);
    return { column: column.name, type: kind, expected: masked(column, value), actual: masked(column, actual), same };
  });
  return { kind: "different", place, cells: compared };
}

function unexpected(row: StoredRow, columns: Columns): RowDifference {
  const cells = [...row].map(([name, value]) => shown(columnOf(columns, name), value));
  return { kind: "unexpected", cells };
}

function shown(column: ColumnFacts, value: Cell): ShownCell {
  return { column: column.name, type: column.type.kind, value: masked(column, value) };
}

function masked(column: ColumnFacts, value: Cell): Cell {
  return column.sensitive && value !== null ? "***" : value;
}

function columnOf(columns: Columns, name: string): ColumnFacts {
  return columns.get(name) ?? { name, type: { kind: "text" }, sensitive: false };
}
