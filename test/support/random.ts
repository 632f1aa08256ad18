/** Random numbers that can be repeated: RDI_SEED=… runs a test again with the seed that a failure has printed. */
import { randomInt } from "node:crypto";

export interface Random {
  readonly seed: number;
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  shuffle<Item>(items: readonly Item[]): Item[];
  bytes(length: number): Buffer;
}

/** The seed is RDI_SEED, or a new one, which is printed when the process fails. */
export function random(seed: number = announcedSeed()): Random {
  const next = mulberry32(seed);
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    seed,
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => pickFrom(items, int),
    shuffle: (items) => shuffled(items, int),
    bytes: (length) => Buffer.from(Array.from({ length }, () => int(0, 255))),
  };
}

function announcedSeed(): number {
  const text = process.env["RDI_SEED"];
  const seed = text === undefined ? randomInt(2 ** 32) : Number(text) >>> 0;
  process.once("exit", (code) => {
    if (code !== 0) console.error(`Repeat this run with RDI_SEED=${seed}`);
  });
  return seed;
}

/** The generator known as mulberry32: 32 bits of state, more than enough to choose test inputs. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pickFrom<Item>(items: readonly Item[], int: Random["int"]): Item {
  const index = int(0, items.length - 1);
  for (const item of items.slice(index, index + 1)) return item;
  throw new Error("There is nothing to pick from.");
}

function shuffled<Item>(items: readonly Item[], int: Random["int"]): Item[] {
  const rest = [...items];
  const order: Item[] = [];
  while (rest.length > 0) order.push(...rest.splice(int(0, rest.length - 1), 1));
  return order;
}
