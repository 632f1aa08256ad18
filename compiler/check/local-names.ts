/** Hands out names for the generated function's locals, unique in one job. */
export function localNames(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    const base = camelCase(wanted);
    let name = base;
    for (let count = 2; taken.has(name); count++) name = `${base}${count}`;
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
