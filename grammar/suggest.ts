/**
 * The candidates nearest to a mistyped name, nearest first, at most four. A candidate counts when a third of its letters
 * at most differ (one for short names), or when only the case differs. Equal distances keep alphabetical order.
 */
export function suggest(name: string, candidates: Iterable<string>): readonly string[] {
  const wanted = name.toLowerCase().slice(0, longestCompared);
  return [...new Set(candidates)]
    .filter((candidate) => candidate !== name && candidate.length <= longestCompared)
    .map((candidate) => ({ candidate, distance: distanceBetween(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= threshold(wanted, candidate))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 4)
    .map(({ candidate }) => candidate);
}

const longestCompared = 128;

function threshold(name: string, candidate: string): number {
  const shorter = Math.min(name.length, candidate.length);
  return shorter < 3 ? (shorter === 2 ? 1 : 0) : Math.max(1, Math.floor(Math.max(name.length, candidate.length) / 3));
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function distanceBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
