import type { Inputs } from "../batch-statements.ts";
import type { Cells } from "./json-cells.ts";

/** What one run of a statement reads: a document of rows for each of its inputs. */
export interface Documents {
  readonly texts: readonly string[];
  /** The position of the first row of the first one. */
  readonly first: number;
}

/** A statement runs for so long as nothing else can: 500 rows take some milliseconds. */
const ROWS = 500;
/** A large document would be in memory several times. */
const CHARACTERS = 4 * 1024 * 1024;

/** Several where they are large. Only what removes moved rows has two inputs, and has to see all rows that stay. */
export function documentsOf(inputs: readonly Inputs[]): readonly Documents[] {
  const [only, ...others] = inputs.map(rowsOf);
  if (only === undefined) return [];
  if (others.length > 0) return [{ texts: [only, ...others].map(whole), first: 0 }];
  return partsOf(only);
}

function rowsOf({ count, columns }: Inputs): readonly string[] {
  const cells = columns.map(cellsOf);
  const rows: string[] = [];
  for (let row = 0; row < count; row++) rows.push(`[${cells.map((column) => column[row]).join(",")}]`);
  return rows;
}

/** What json-cells.ts has made. */
function cellsOf(column: unknown): Cells {
  if (Array.isArray(column)) return column;
  throw new Error("a statement of SQLite got a column that is no list");
}

function whole(rows: readonly string[]): string {
  return `[${rows.join(",")}]`;
}

function partsOf(rows: readonly string[]): readonly Documents[] {
  const parts: Documents[] = [];
  let [first, size] = [0, 0];
  for (const [at, row] of rows.entries()) {
    if (at > first && (at - first >= ROWS || size + row.length > CHARACTERS)) {
      parts.push({ texts: [whole(rows.slice(first, at))], first });
      [first, size] = [at, 0];
    }
    size += row.length;
  }
  if (rows.length > first) parts.push({ texts: [whole(rows.slice(first))], first });
  return parts;
}
