import { common, keyOf, type Dice, type Kind } from "./dice.ts";

const order = keyOf("order", 20);

/** Strings that hold JSON. */
export const ORDERS: Kind = {
  key: order,
  fill: [
    (dice) => ["SET", order(dice), text(dice)],
    (dice) => ["SET", order(dice), text(dice)],
    (dice) => ["SET", order(dice), text(dice), "KEEPTTL"],
    (dice) => ["MSET", order(dice), text(dice), order(dice), text(dice)],
  ],
  other: [
    ...common(order),
    (dice) => ["SET", order(dice), text(dice), "PX", dice.int(1, 1500)],
    (dice) => ["SET", order(dice), text(dice), "NX"],
    (dice) => ["SET", order(dice), text(dice), "XX", "GET"],
    (dice) => ["SETEX", order(dice), 1, text(dice)],
    (dice) => ["PSETEX", order(dice), dice.int(1, 1500), text(dice)],
    (dice) => ["SETNX", order(dice), text(dice)],
    (dice) => ["MSETNX", order(dice), text(dice), order(dice), text(dice)],
    (dice) => ["GETSET", order(dice), text(dice)],
    (dice) => ["GETEX", order(dice), "PX", dice.int(1, 1500)],
    (dice) => ["GETEX", order(dice), "PERSIST"],
    (dice) => ["APPEND", order(dice), dice.pick([" ", "\n", "!"])],
    (dice) => ["SETRANGE", order(dice), 0, dice.pick(["{", "["])],
    (dice) => ["SETBIT", order(dice), 7, dice.int(0, 1)],
    (dice) => ["BITOP", "AND", order(dice), order(dice)],
    (dice) => ["SET", order(dice), dice.pick(["{}", "7", "null", "[1]", '"text"', "{", '{"items":[{"qty":"many"}]}'])],
    (dice) => ["INCR", order(dice)],
  ],
};

function text(dice: Dice): string {
  const items = Array.from({ length: dice.int(0, 4) }, () => ({
    sku: dice.pick(["A-1", "B-2", "Ünï", ""]),
    price: dice.int(1, 4_000) / 4,
    qty: dice.int(1, 9),
  }));
  return JSON.stringify({ customer: dice.pick(["Ada", "null", null]), ...(dice.chance(0.9) ? { items } : {}) });
}
