/** The only element of a PostgreSQL array literal of one, as its text; null for NULL. */
export function oneElement(literal: string): string | null {
  const inner = /^\{(.*)\}$/s.exec(literal)?.[1];
  if (inner === undefined) throw new Error(`${literal} is no array`);
  if (inner === "NULL") return null;
  const quoted = /^"(.*)"$/s.exec(inner)?.[1];
  return quoted === undefined ? inner : quoted.replaceAll(/\\(.)/gs, "$1");
}
