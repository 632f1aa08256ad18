import { common, keyOf, type Dice, type Kind } from "./dice.ts";

const board = keyOf("board", 12, 2);
const tags = keyOf("tags", 12, 2);
const queue = keyOf("queue", 10, 2);

const member = (dice: Dice): string => `p${dice.int(1, 14)}`;
const tag = (dice: Dice): string => dice.pick(["red", "green", "blue", "größer", "a b", "x", "y", "z", "1", "2"]);

export const BOARDS: Kind = {
  key: board,
  fill: [
    (dice) => ["ZADD", board(dice), dice.int(-50, 900), member(dice), dice.int(0, 9) / 4, member(dice)],
    (dice) => ["ZADD", board(dice), "GT", "CH", dice.int(0, 99), member(dice)],
    (dice) => ["ZINCRBY", board(dice), dice.pick([1, 0.5, -3]), member(dice)],
  ],
  other: [
    ...common(board),
    (dice) => ["ZADD", board(dice), "XX", "INCR", 2, member(dice)],
    (dice) => ["ZADD", board(dice), dice.pick(["+inf", "-inf", 1e300]), member(dice)],
    (dice) => ["GEOADD", board(dice), dice.int(-170, 170), dice.int(-80, 80), member(dice)],
    (dice) => ["ZREM", board(dice), member(dice), member(dice)],
    (dice) => ["ZPOPMIN", board(dice)],
    (dice) => ["ZPOPMAX", board(dice), 2],
    (dice) => ["ZMPOP", 2, board(dice), board(dice), "MIN"],
    (dice) => ["BZPOPMIN", board(dice), 0.01],
    (dice) => ["ZREMRANGEBYRANK", board(dice), 0, dice.int(0, 2)],
    (dice) => ["ZREMRANGEBYSCORE", board(dice), "-inf", dice.int(-20, 20)],
    (dice) => ["ZREMRANGEBYLEX", board(dice), "[p1", "(p2"],
    (dice) => ["ZUNIONSTORE", board(dice), 2, board(dice), board(dice)],
    (dice) => ["ZINTERSTORE", board(dice), 2, board(dice), board(dice)],
    (dice) => ["ZDIFFSTORE", board(dice), 2, board(dice), board(dice)],
    (dice) => ["ZRANGESTORE", board(dice), board(dice), 0, 3],
  ],
};

export const TAGS: Kind = {
  key: tags,
  fill: [(dice) => ["SADD", tags(dice), tag(dice), tag(dice)], (dice) => ["SADD", tags(dice), tag(dice)]],
  other: [
    ...common(tags),
    (dice) => ["SREM", tags(dice), tag(dice), tag(dice)],
    (dice) => ["SPOP", tags(dice)],
    (dice) => ["SPOP", tags(dice), 2],
    (dice) => ["SMOVE", tags(dice), tags(dice), tag(dice)],
    (dice) => ["SUNIONSTORE", tags(dice), tags(dice), tags(dice)],
    (dice) => ["SINTERSTORE", tags(dice), tags(dice), tags(dice)],
    (dice) => ["SDIFFSTORE", tags(dice), tags(dice), tags(dice)],
    (dice) => ["SADD", tags(dice), "longer than twenty characters"],
  ],
};

export const QUEUES: Kind = {
  key: queue,
  fill: [(dice) => ["RPUSH", queue(dice), item(dice), item(dice)], (dice) => ["LPUSH", queue(dice), item(dice)]],
  other: [
    ...common(queue),
    (dice) => ["RPUSHX", queue(dice), item(dice)],
    (dice) => ["LPUSHX", queue(dice), item(dice)],
    (dice) => ["LPOP", queue(dice)],
    (dice) => ["RPOP", queue(dice), 2],
    (dice) => ["LSET", queue(dice), dice.int(-1, 1), item(dice)],
    (dice) => ["LINSERT", queue(dice), "BEFORE", item(dice), item(dice)],
    (dice) => ["LREM", queue(dice), 0, item(dice)],
    (dice) => ["LTRIM", queue(dice), 0, dice.int(0, 8)],
    (dice) => ["LMOVE", queue(dice), queue(dice), "LEFT", "RIGHT"],
    (dice) => ["RPOPLPUSH", queue(dice), queue(dice)],
    (dice) => ["BLMOVE", queue(dice), queue(dice), "RIGHT", "LEFT", 0.01],
    (dice) => ["LMPOP", 2, queue(dice), queue(dice), "LEFT"],
    (dice) => ["SORT", queue(dice), "ALPHA", "STORE", queue(dice)],
    (dice) => ["LTRIM", queue(dice), -12, -1],
  ],
};

function item(dice: Dice): string {
  return dice.pick(["one", "two", "three", "vier", "", "5"]);
}
