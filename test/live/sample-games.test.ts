/** samples/games: sorted sets, a row a member, and positions. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { random, type Random } from "../support/random.ts";
import { burstAndCrash, burstsUntil, codesOf, startSample, type Step } from "../support/sample.ts";
import { GAMES } from "./expectations/games.ts";

const sample = await startSample("games", GAMES);
const { redis } = sample;
test.after(() => sample.close());

test("the seed becomes boards, lines without bots, and positions", async () => {
  assert.equal(codesOf(await sample.settled()), { "board:dice:1": "RDI5013" });
  assert.equal(await sample.rows("games.boards", "game"), [
    { game: "chess", season: "3", players: "3", best: "9999" },
    { game: "go", season: "1", players: "3", best: "Infinity" },
  ]);
  assert.equal(await sample.rows("games.scores", "game, player"), [
    { game: "chess", season: "3", player: "José Núñez", score: "2350.5" },
    { game: "chess", season: "3", player: "ada", score: "2400" },
    { game: "go", season: "1", player: "ada", score: "0.1" },
    { game: "go", season: "1", player: "beginner", score: "-Infinity" },
    { game: "go", season: "1", player: "champion", score: "Infinity" },
  ]);
  assert.is((await sample.rows("games.arenas", "arena")).length, 3);
});

test("a score that is no position, or a name that is too long, leaves the key's rows as they are", async () => {
  const before = await sample.rows("games.arenas", "arena");
  await redis.zadd("arenas:paris", 0.5, "half").then(() => redis.zrem("arenas:paris", "Champ de Mars"));
  await redis.zadd("board:chess:3", 1, "x".repeat(41), 2, "late");
  assert.equal(codesOf(await sample.settled()), {
    "arenas:paris": "RDI5011",
    "board:chess:3": "RDI5013",
    "board:dice:1": "RDI5013",
  });
  assert.equal(await sample.rows("games.arenas", "arena"), before);
  await redis.zremrangebyscore("arenas:paris", "-inf", 1);
  await redis.zrem("board:chess:3", "x".repeat(41));
  await redis.del("board:dice:1");
  assert.equal(codesOf(await sample.settled()), {});
});

test("after a burst of all commands for sorted sets, and a kill -9 in its middle, every row is as the keys say", async () => {
  const { rows } = await burstsUntil(10, async () => {
    await burstAndCrash(sample, random(), { fill: FILL, other: OTHER, changes: 1000 });
    return sample.settled();
  });
  assert.ok(rows > 10, `only ${rows} rows`);
  await sample.stop();
});

const board = (dice: Random): string => `board:${dice.pick(["chess", "go", "dice"])}:${dice.int(1, 4)}`;
const player = (dice: Random): string =>
  dice.chance(0.02) ? "y".repeat(41) : dice.pick(["ada", "Ada", "bot-", "bot_1x", "茶"]) + dice.int(1, 9);
const score = (dice: Random): number | string =>
  dice.chance(0.1) ? dice.pick(["inf", "-inf", "1e300", "-0", "5e-324"]) : dice.int(-99, 9999) / 8;
const city = (dice: Random): string => `arenas:${dice.pick(["paris", "quito", "oslo"])}`;
const arena = (dice: Random): string => `arena ${dice.int(1, 15)}`;
const longitude = (dice: Random): number => dice.next() * 360 - 180;
const latitude = (dice: Random): number => dice.next() * 170 - 85;
const STORES = ["zrangestore", "zinterstore", "zunionstore", "zdiffstore"] as const;

const FILL: readonly Step[] = [
  (to, dice) => to.zadd(board(dice), score(dice), player(dice), score(dice), player(dice)),
  (to, dice) => to.geoadd(city(dice), longitude(dice), latitude(dice), arena(dice)),
];

const OTHER: readonly Step[] = [
  (to, dice) => to.zadd(board(dice), "XX", "GT", dice.int(0, 5000), player(dice)),
  (to, dice) => to.zincrby(board(dice), dice.pick([1, -2.5, 0.1]), player(dice)),
  (to, dice) => to.zrem(board(dice), player(dice), player(dice), "y".repeat(41)),
  (to, dice) => to.zrem(city(dice), arena(dice)),
  (to, dice) => to.zpopmin(board(dice), dice.int(1, 2)),
  (to, dice) => to.zpopmax(board(dice)),
  (to, dice) => to.call("zmpop", 2, board(dice), board(dice), "MAX"),
  (to, dice) => to.zremrangebyrank(board(dice), 0, 0),
  (to, dice) => to.zremrangebyscore(board(dice), 100, 120),
  (to, dice) => to.zremrangebylex(board(dice), "[ada1", "[ada2"),
  (to, dice) => store(to, dice),
  (to, dice) => to.georadius(city(dice), 0, 0, 9000, "km", "STORE", city(dice)),
  (to, dice) => to.call("geosearchstore", city(dice), city(dice), "FROMLONLAT", 0, 0, "BYRADIUS", 9000, "km"),
  (to, dice) => to.zadd(city(dice), -1, "nowhere"),
  (to, dice) => to.zrem(city(dice), "nowhere"),
  (to, dice) => to.zrem(city(dice), "nowhere"),
  (to, dice) => to.rename(board(dice), board(dice)),
  (to, dice) => to.copy(city(dice), city(dice), "REPLACE"),
  (to, dice) => to.pexpire(board(dice), dice.int(1, 400)),
  (to, dice) => to.del(board(dice)),
  (to, dice) => to.unlink(city(dice)),
  (to, dice) => to.sadd(board(dice), "another kind"),
  (to, dice) =>
    to.eval("if redis.call('TYPE', KEYS[1]).ok == 'set' then redis.call('DEL', KEYS[1]) end", 1, board(dice)),
];

function store(to: Parameters<Step>[0], dice: Random): unknown {
  const command = dice.pick(STORES);
  if (command === "zrangestore") return to.call(command, board(dice), board(dice), 0, dice.int(0, 9));
  return to.call(command, board(dice), 2, board(dice), board(dice));
}

test.run();
