/** The place in the .rdi file that a value belongs to. */
export interface Site {
  readonly file: string;
  readonly line: number;
  /** The name of the column or of the `let`. */
  readonly column: string;
}

/** The sites of one block: `sites("shop.rdi", { id: 15 }).id` is line 15, column `id`. */
export function sites<const Lines extends Readonly<Record<string, number>>>(
  file: string,
  lines: Lines,
): { readonly [Name in keyof Lines]: Site } {
  const entries = Object.entries(lines).map(([column, line]): [string, Site] => [column, { file, line, column }]);
  return Object.fromEntries(entries) as { readonly [Name in keyof Lines]: Site };
}
