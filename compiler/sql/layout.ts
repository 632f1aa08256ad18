/** Items of a list, on more lines where one would be too long. */
export function wrapped(items: readonly string[]): string {
  const lines: string[] = [];
  for (const item of items) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + item.length + 2 <= MAX_WIDTH) lines[lines.length - 1] = `${line}, ${item}`;
    else lines.push(item);
  }
  return lines.join(",\n  ");
}

const MAX_WIDTH = 100;

/** Two parts of a line, on two lines where one would be too long. */
export function beside(left: string, right: string): string {
  const lastLine = left.slice(left.lastIndexOf("\n") + 1);
  return lastLine.length + right.length + 1 <= MAX_WIDTH ? `${left} ${right}` : `${left}\n  ${right}`;
}
