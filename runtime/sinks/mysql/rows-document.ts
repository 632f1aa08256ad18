import type { Inputs } from "../batch-statements.ts";
import { SinkError } from "../sink.ts";

const known = new WeakMap<Inputs, string>();

/** The rows of a batch as one JSON text: a list of lists. Undefined where all that is written is constant, and the statement takes no parameter. */
export function rowsDocument(inputs: Inputs): string | undefined {
  if (inputs.columns.length === 0) return undefined;
  const found = known.get(inputs);
  if (found !== undefined) return found;
  const document = documentOf(inputs);
  known.set(inputs, document);
  return document;
}

function documentOf({ count, columns }: Inputs): string {
  const lists = columns.map(cellsOf);
  let text = "[";
  for (let at = 0; at < count; at++) {
    text += at === 0 ? "[" : ",[";
    for (let column = 0; column < lists.length; column++)
      text += (column === 0 ? "" : ",") + (lists[column]?.[at] ?? "null");
    text += "]";
  }
  return `${text}]`;
}

/** What the encoders in cells.ts make. */
function cellsOf(column: unknown): readonly unknown[] {
  if (Array.isArray(column)) return column;
  throw new SinkError("halt", "", "a column of a batch is no list");
}
