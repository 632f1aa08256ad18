/** Hands out names for the generated function's locals, unique in one job. */
export function localNames(): (wanted: string) => string {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return (wanted) => {
    const base = camelCase(wanted);
    let name = base;
    // All lower numbers are taken: a name is never given back.
    let count = counts.get(base) ?? 1;
    while (taken.has(name)) name = `${base}${++count}`;
    counts.set(base, count);
    taken.add(name);
    return name;
  };
}

/** `created_at` → `createdAt`. Only ASCII letters and digits are kept. */
function camelCase(text: string): string {
  const [first = "", ...others] = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const name =
    first.charAt(0).toLowerCase() +
    first.slice(1) +
    others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^[A-Za-z]/.test(name) ? name : `x${name}`;
}
