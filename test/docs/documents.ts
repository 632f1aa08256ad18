/** What the documents say, as examples that can be executed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Example } from "./examples.ts";
import { blocksOf, codeOf, type TableRow } from "./markdown.ts";
import { sampleOf, type Sample } from "./samples.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export const DOCUMENTS: readonly string[] = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

export function documentText(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** Where a file that a document links to would be. */
export function linkedPath(file: string, link: string): string {
  return join(ROOT, file, "..", link);
}

/** A row of a table that has a column `result`. */
export interface ExampleRow {
  readonly row: TableRow;
  /** Undefined where there is no expression, and the result is the reason. */
  readonly example: Example | undefined;
  readonly sample: Sample;
}

/** All rows that are to be executed. Throws for a row that says neither a result nor a reason. */
export function exampleRows(file: string): readonly ExampleRow[] {
  const rows: ExampleRow[] = [];
  let sample: Sample | undefined;
  for (const block of blocksOf(documentText(file))) {
    if (block.kind === "fence") sample = sampleOf(block.language, block.text) ?? sample;
    else if (block.header.includes("result")) {
      if (block.rows.length === 0) throw new Error(`${file}: a table of examples is empty`);
      for (const row of block.rows) rows.push(exampleRow(row, sample, file));
    }
  }
  return rows;
}

export function cellOf({ cells }: TableRow, heading: string): string {
  return cells.get(heading) ?? "";
}

function exampleRow(row: TableRow, sample: Sample | undefined, file: string): ExampleRow {
  const place = `${file}:${row.line}`;
  if (sample === undefined) throw new Error(`${place} has no sample above it`);
  const [written, result] = [cellOf(row, "example") || cellOf(row, ".rdi"), cellOf(row, "result")];
  const code = codeOf(written);
  const expected = codeOf(result);
  if (code !== undefined && expected !== undefined)
    return { row, sample, example: { code, result: expected, sample, line: row.line } };
  if (written === "none" && expected === undefined && result.length > 5) return { row, sample, example: undefined };
  throw new Error(`${place} has neither an example with its result nor a reason`);
}
