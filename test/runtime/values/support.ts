import * as assert from "uvu/assert";
import { Rejection } from "../../../runtime/values/rejection.ts";
import { sites } from "../../../runtime/values/site.ts";

export const site = sites("shop.rdi", { balance: 15 }).balance;

/** The rejection that the call throws; anything else fails the test. */
export function rejectionOf(call: () => unknown): Rejection {
  let result: unknown;
  try {
    result = call();
  } catch (thrown: unknown) {
    if (thrown instanceof Rejection) return thrown;
    throw thrown;
  }
  throw new assert.Assertion({
    message: `expected a rejection, got ${String(result)}`,
    details: "",
    generated: false,
    operator: "rejects",
    expects: "a rejection",
    actual: result,
  });
}

export function rejects(code: string, call: () => unknown): void {
  const rejection = rejectionOf(call);
  assert.is(rejection.code, code, rejection.message);
  assert.is(rejection.site, site);
}

/** The code of the rejection, or what the call returns. */
export function outcome<T>(call: () => T): T | string {
  try {
    return call();
  } catch (thrown: unknown) {
    if (thrown instanceof Rejection) return thrown.code;
    throw thrown;
  }
}

export interface Random {
  /** From 0 up to, not including, `below`. */
  readonly below: (below: number) => number;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
  readonly digits: (count: number) => string;
}

/** Runs a property many times. A failure names the seed; SEED=… in the environment repeats it. */
export function property(runs: number, check: (random: Random) => void): void {
  const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  const random = randomFrom(seed);
  for (let run = 1; run <= runs; run++) {
    try {
      check(random);
    } catch (thrown: unknown) {
      process.stderr.write(`property failed in run ${run}; repeat with SEED=${seed}\n`);
      throw thrown;
    }
  }
}

/** Mulberry32: small, fast, and the same everywhere. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    digits: (count) => Array.from({ length: count }, () => String(below(10))).join(""),
  };
}
