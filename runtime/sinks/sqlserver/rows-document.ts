import type { Cells } from "./cells.ts";

/** Inputs as statements take them: a JSON array of rows, each an array of texts and nulls. */
export function rowsDocument(
  count: number,
  columns: readonly Cells[],
  more: "position" | "nothing" = "nothing",
): string {
  const rows: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const row = columns.map((cells) => cells[at] ?? null);
    rows.push(JSON.stringify(more === "position" ? [...row, String(at)] : row));
  }
  return `[${rows.join(",")}]`;
}
