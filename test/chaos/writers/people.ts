import { common, keyOf, type Dice, type Kind } from "./dice.ts";

const person = keyOf("person", 30);
const seat = keyOf("seat", 12);
const price = keyOf("price", 10, 2);

const BAD_BYTES = Buffer.from([0x65, 0xff]);
const FIELDS: readonly (readonly [string, readonly (string | Buffer)[]])[] = [
  ["name", ["Ada", "Zoë", "美咲", 'O\'Neil \\ "x"', "x".repeat(41), BAD_BYTES]],
  ["region", ["eu", "test", "us", "test"]],
  ["balance", ["1.50", "-999.99", "12345678.25", "a lot", "1.505"]],
  ["visits", ["0", "41", "2147483647", "2147483648"]],
];

export const PEOPLE: Kind = {
  key: person,
  fill: [
    (dice) => ["HSET", person(dice), ...whole(dice)],
    (dice) => ["HSET", person(dice), ...whole(dice)],
    (dice) => ["HSET", person(dice), ...one(dice)],
    (dice) => ["HMSET", person(dice), ...whole(dice)],
  ],
  other: [
    ...common(person),
    (dice) => ["HSETNX", person(dice), ...one(dice)],
    (dice) => ["HDEL", person(dice), dice.pick(FIELDS)[0], dice.pick(FIELDS)[0]],
    (dice) => ["HINCRBY", person(dice), "visits", dice.int(-3, 9)],
    (dice) => ["HINCRBYFLOAT", person(dice), "balance", dice.pick([0.25, 1.5, -2])],
    (dice) => ["HSET", `person:00${dice.int(1, 9)}`, "name", "Not canonical"],
  ],
};

/** A place is of one seat's key only, so no two keys want a row. */
export const SEATS: Kind = {
  key: seat,
  fill: [
    (dice) => moved(dice),
    (dice) => moved(dice),
    (dice) => ["HSET", seat(dice), "holder", dice.pick(["Kim", "Łukasz", ""])],
  ],
  other: [
    (dice) => ["HDEL", seat(dice), dice.pick(["place", "holder"])],
    (dice) => ["DEL", seat(dice)],
    (dice) => ["PEXPIRE", seat(dice), dice.int(1, 1500)],
    (dice) => ["MOVE", seat(dice), 1],
  ],
};

export const PRICES: Kind = {
  key: price,
  fill: [(dice) => ["HSET", price(dice), "price", (dice.int(1, 400) / 4).toFixed(2)]],
  other: [
    (dice) => ["DEL", price(dice)],
    (dice) => ["HINCRBYFLOAT", price(dice), "price", 0.25],
    (dice) => ["RENAME", price(dice), price(dice)],
    (dice) => ["PEXPIRE", price(dice), dice.int(1, 1500)],
    (dice) => ["HSET", price(dice), "price", "free"],
  ],
};

export function whole(dice: Dice): string[] {
  return [
    ...["name", dice.pick(["Grace", "José", "Ångström"]), "region", dice.pick(["eu", "us", "test"])],
    ...["balance", (dice.int(-90_000, 5_000_000) / 100).toFixed(2), "visits", String(dice.int(0, 40))],
  ];
}

function one(dice: Dice): [string, string | Buffer] {
  const [field, values] = dice.pick(FIELDS);
  return [field, dice.pick(values)];
}

function moved(dice: Dice): ["HSET", ...string[]] {
  const key = seat(dice);
  return ["HSET", key, "place", `${key.slice(5)}-${dice.int(1, 6)}`, "holder", `H${dice.int(1, 99)}`];
}
