import type { Row } from "./connection.ts";

/** A cell for people and for owners; bytes in hexadecimal digits. */
export function textOf(cell: Row[number]): string | null {
  if (cell === null) return null;
  return Buffer.isBuffer(cell) ? cell.toString("hex") : String(cell);
}
