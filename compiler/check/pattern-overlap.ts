import { bytesOfSet, NO_BYTE, type ByteSet } from "../keys/byte-set.ts";
import type { PatternAutomaton } from "../keys/pattern-automaton.ts";

/** A state of each of two automata, and the bytes that may be the last of a shortest way to it. */
interface Pair {
  readonly left: number;
  readonly right: number;
  readonly bytes: ByteSet;
  readonly before: Pair | undefined;
}

/** A shortest key that both patterns match, as a latin1 string of its bytes: the first pair of accepting states that both reach at once. */
export function commonKey(left: PatternAutomaton, right: PatternAutomaton): string | undefined {
  const open: Pair[] = [{ left: 0, right: 0, bytes: NO_BYTE, before: undefined }];
  const seen = new Set(["0 0"]);
  for (const pair of open) {
    if (left.accepts.has(pair.left) && right.accepts.has(pair.right)) return keyTo(pair);
    for (const next of pairsAfter(pair, left, right)) {
      const name = `${next.left} ${next.right}`;
      if (seen.has(name)) continue;
      seen.add(name);
      open.push(next);
    }
  }
  return undefined;
}

function pairsAfter(before: Pair, left: PatternAutomaton, right: PatternAutomaton): readonly Pair[] {
  return (left.edges[before.left] ?? []).flatMap((one) =>
    (right.edges[before.right] ?? []).flatMap((other) => {
      const both = one.on & other.on;
      return both === NO_BYTE ? [] : [{ left: one.to, right: other.to, bytes: both, before }];
    }),
  );
}

/** The byte that reads best in an example. */
function readable(bytes: ByteSet): number {
  const among = bytesOfSet(bytes);
  return PREFERRED.find((byte) => among.includes(byte)) ?? among[0] ?? 0;
}

const PREFERRED = [...Buffer.from("a1xbc234567890defghijklmnopqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.:/#")];

function keyTo(last: Pair): string {
  const bytes: number[] = [];
  for (let pair = last; pair.before !== undefined; pair = pair.before) bytes.push(readable(pair.bytes));
  return Buffer.from(bytes.reverse()).toString("latin1");
}
