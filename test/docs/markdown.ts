/** What of a Markdown file is executed: its fences and its tables, in their order. */
export type Block = Fence | MarkdownTable;

export interface Fence {
  readonly kind: "fence";
  /** All that stands behind the backticks: `rdi broken`. */
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

export interface MarkdownTable {
  readonly kind: "table";
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** A cell by its column's heading. */
  readonly cells: ReadonlyMap<string, string>;
  readonly line: number;
}

export function blocksOf(markdown: string): readonly Block[] {
  const lines = markdown.split("\n");
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const end = endOfBlock(lines, at);
    if (end > at + 1)
      blocks.push(lines[at]?.startsWith("```") === true ? fence(lines, at, end) : table(lines, at, end));
    at = end;
  }
  return blocks;
}

/** The code of a cell that is nothing but code; undefined for prose. */
export function codeOf(cell: string): string | undefined {
  const [, ticks = "", code = ""] = /^(`+)(.+)\1$/.exec(cell) ?? [];
  return ticks === "" ? undefined : ticks.length > 1 ? code.trim() : code;
}

/** All codes of a cell that is nothing but codes with commas between them. */
export function codesOf(cell: string): readonly string[] {
  const codes = cell.split(/(?<=`), (?=`)/).map(codeOf);
  return codes.includes(undefined) ? [] : codes.flatMap((code) => code ?? []);
}

function endOfBlock(lines: readonly string[], start: number): number {
  const first = lines[start] ?? "";
  if (first.startsWith("```")) return lines.indexOf("```", start + 1) + 1 || lines.length;
  if (!first.startsWith("|")) return start + 1;
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  return length < 0 ? lines.length : start + length;
}

function fence(lines: readonly string[], start: number, end: number): Fence {
  const language = (lines[start] ?? "").slice(3);
  const text = lines.slice(start + 1, end - 1).map((line) => `${line}\n`);
  return { kind: "fence", language, text: text.join(""), line: start + 1 };
}

function table(lines: readonly string[], start: number, end: number): MarkdownTable {
  const header = cellsOf(lines[start] ?? "");
  const rows = lines.slice(start + 2, end).map((line, index) => {
    const cells = new Map(cellsOf(line).map((cell, column) => [header[column] ?? "", cell]));
    return { cells, line: start + 3 + index };
  });
  return { kind: "table", header, rows };
}

/** A bar inside of a cell is written `\|`. */
function cellsOf(line: string): readonly string[] {
  const cells = line.split(/(?<!\\)\|/).slice(1, -1);
  return cells.map((cell) => cell.trim().replaceAll("\\|", "|"));
}
