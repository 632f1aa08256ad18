import type pg from "pg";

/** smallint, int, bigint, real, double, numeric. */
const NUMBERS: ReadonlySet<number> = new Set([21, 23, 20, 700, 701, 1700]);

interface Column {
  readonly name: string;
  readonly isNumber: boolean;
  readonly width: number;
}

/** A result as psql prints it, without spaces at the ends of lines. The connection has to give every value as text. */
export function asPsqlPrints({ fields, rows }: pg.QueryResult<Readonly<Record<string, string | null>>>): string {
  const columns = fields.map(({ name, dataTypeID }): Column => {
    const widths = rows.map((row) => widthOf(row[name] ?? ""));
    return { name, isNumber: NUMBERS.has(dataTypeID), width: Math.max(widthOf(name), ...widths) };
  });
  const line = (cell: (column: Column) => string): string => ` ${columns.map(cell).join(" | ")}`.trimEnd();
  return [
    line(centered),
    columns.map(({ width }) => "-".repeat(width + 2)).join("+"),
    ...rows.map((row) => line((column) => padded(row[column.name] ?? "", column))),
    `(${rows.length} ${rows.length === 1 ? "row" : "rows"})`,
  ].join("\n");
}

function centered({ name, width }: Column): string {
  const free = width - widthOf(name);
  return `${" ".repeat(Math.floor(free / 2))}${name}${" ".repeat(Math.ceil(free / 2))}`;
}

function padded(value: string, { isNumber, width }: Column): string {
  const space = " ".repeat(width - widthOf(value));
  return isNumber ? `${space}${value}` : `${value}${space}`;
}

/** Chinese and Japanese characters are twice as wide as others. */
function widthOf(text: string): number {
  return [...text].reduce(
    (sum, character) => sum + (/[\p{Script=Han}\p{Script=Hiragana}]/u.test(character) ? 2 : 1),
    0,
  );
}
