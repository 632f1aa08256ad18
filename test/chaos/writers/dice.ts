import type { Random } from "../../support/random.ts";

/** A command with its arguments. */
export type Command = readonly [name: string, ...words: (string | number | Buffer)[]];

/**
 * Random numbers and the keys in use, which are the few behind `first`. They move on: what is lost for a key that changes for ever would be
 * made good by its next change, so at any time there are keys that change for the last time.
 */
export type Dice = Random & { first: number };

export type Writer = (dice: Dice) => Command;

export interface Kind {
  /** More often than not; they make rows. */
  readonly fill: readonly Writer[];
  readonly other: readonly Writer[];
  /** A key in use, or one that others of its kind may be moved to. */
  readonly key: (dice: Dice) => string;
}

export function keyOf(prefix: string, width: number, slowness = 1): (dice: Dice) => string {
  return (dice) => `${prefix}:${Math.floor(dice.first / slowness) + dice.int(1, width)}`;
}

/** What every kind of value suffers alike. */
export function common(key: (dice: Dice) => string): readonly Writer[] {
  return [
    (dice) => ["DEL", key(dice), key(dice)],
    (dice) => ["UNLINK", key(dice)],
    (dice) => ["EXPIRE", key(dice), 1],
    (dice) => ["PEXPIRE", key(dice), dice.int(1, 1500)],
    (dice) => ["PEXPIREAT", key(dice), 1_000_000_000],
    (dice) => ["EXPIREAT", key(dice), Math.floor(Date.now() / 1000) + 1],
    (dice) => ["PERSIST", key(dice)],
    (dice) => ["RENAME", key(dice), key(dice)],
    (dice) => ["RENAMENX", key(dice), key(dice)],
    (dice) => ["COPY", key(dice), key(dice), "REPLACE"],
    (dice) => ["COPY", key(dice), key(dice)],
    (dice) => ["COPY", key(dice), key(dice), "DB", 1, "REPLACE"],
    (dice) => ["MOVE", key(dice), 1],
    (dice) => ["GETDEL", key(dice)],
    (dice) => ["SET", key(dice), "of another kind", "PX", dice.int(1, 1200)],
  ];
}
