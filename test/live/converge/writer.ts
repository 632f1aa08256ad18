import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { Random } from "../../support/random.ts";

/**
 * Writes with every command that touches hashes, on so few keys that each of them is hit several times a second. The few move on: what is
 * lost for a key that changes for ever would be made good by its next change, so at any time there are keys that change for the last time.
 */
export interface Writer {
  readonly changes: number;
  /** Writes for so long at a steady rate. */
  run(seconds: number, perSecond: number): Promise<void>;
}

const TICK_MS = 20;
const CUSTOMERS = 30;
const CARDS = 10;
/** So many new customers a second. */
const SPEED = 15;

type Pipeline = ReturnType<Redis["pipeline"]>;
type Step = (to: Pipeline, dice: Dice) => void;
/** The keys in use are the few behind `first`. */
type Dice = Random & { first: number };

/** `elsewhere` is a connection to another database of the same server. */
export function createWriter(redis: Redis, elsewhere: Redis, random: Random): Writer {
  const state = { changes: 0 };
  const dice: Dice = { ...random, first: 1 };
  return {
    get changes() {
      return state.changes;
    },
    run: async (seconds, perSecond) => {
      const started = performance.now();
      const before = { changes: state.changes, first: dice.first };
      for (;;) {
        const elapsed = (performance.now() - started) / 1000;
        if (elapsed >= seconds) return;
        dice.first = before.first + Math.floor(elapsed * SPEED);
        for (; state.changes - before.changes < elapsed * perSecond; state.changes += 4)
          await burst(redis, elsewhere, dice);
        await sleep(TICK_MS);
      }
    },
  };
}

/** A few changes at once: apart, in one transaction, in one script, or from another database. A command that fails changes nothing. */
async function burst(redis: Redis, elsewhere: Redis, dice: Dice): Promise<void> {
  const lot = dice.int(0, 99);
  if (lot < 4) return void (await elsewhere.pipeline([crossing(dice)]).exec());
  if (lot < 8) return restored(redis, dice);
  if (lot < 16) return void (await redis.eval(SCRIPT, 2, customer(dice), customer(dice), String(dice.int(-50, 50))));
  const to = lot < 30 ? redis.multi() : redis.pipeline();
  for (let count = 0; count < 4; count++) dice.pick(STEPS)(to, dice);
  await to.exec();
}

const SCRIPT = `
if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], 'fname', 'Script', 'lname', ARGV[1], 'email', 'S@example.com', 'created', '1700000000000', 'balance', ARGV[1])
if tonumber(ARGV[1]) % 3 == 0 then redis.call('RENAME', KEYS[1], KEYS[2]) end
if tonumber(ARGV[1]) % 3 == 1 then redis.call('DEL', KEYS[2]) end`;

const BAD_BYTES = Buffer.from([0x65, 0xff]);
const FIELDS: readonly (readonly [string, readonly (string | Buffer)[]])[] = [
  ["fname", ["Ada", "Zoë", "美咲", 'O\'Neil \\ "x"', "x".repeat(130)]],
  ["lname", ["Kim", "van Dijk", ""]],
  ["email", ["A@Example.com", "b@example.com"]],
  ["region", ["eu", "test", "us", "test", "eu", BAD_BYTES]],
  ["balance", ["1.50", "-999.99", "12345678.25", "a lot", "-2000", "1.505"]],
  ["orders", ["0", "41", "2147483647", "2147483648"]],
  ["vip", ["yes", "no", "perhaps"]],
  ["created", ["1700000000000", "1600000000001", "soon"]],
];
const CARD_FIELDS: typeof FIELDS = [
  ["holder", ["Ada Kim", "null", ""]],
  ["points", ["7", "90000", "9223372036854775807", "many", "12.5"]],
];

const STEPS: readonly Step[] = [
  whole,
  whole,
  whole,
  whole,
  whole,
  part,
  part,
  part,
  part,
  (to, dice) => to.hdel(customer(dice), dice.pick(FIELDS)[0], dice.pick(FIELDS)[0]),
  (to, dice) => to.hincrby(customer(dice), "orders", dice.int(-3, 9)),
  (to, dice) => to.hincrbyfloat(customer(dice), "balance", dice.pick([0.25, 1.5, -2, 0.001])),
  (to, dice) => to.hsetnx(customer(dice), ...one(dice, FIELDS)),
  (to, dice) => to.del(customer(dice), customer(dice)),
  (to, dice) => to.unlink(customer(dice)),
  (to, dice) => to.expire(customer(dice), 1),
  (to, dice) => to.pexpire(customer(dice), dice.int(1, 1200)),
  (to, dice) => to.pexpireat(customer(dice), 1_000_000_000),
  (to, dice) => to.persist(customer(dice)),
  (to, dice) => to.rename(customer(dice), customer(dice)),
  (to, dice) => to.renamenx(customer(dice), customer(dice)),
  (to, dice) => to.copy(customer(dice), customer(dice), "REPLACE"),
  (to, dice) => to.copy(customer(dice), customer(dice)),
  (to, dice) => to.copy(customer(dice), customer(dice), "DB", 1, "REPLACE"),
  (to, dice) => to.move(customer(dice), 1),
  (to, dice) => to.set(customer(dice), "no hash", "PX", dice.int(1, 1500)),
  (to, dice) => to.getdel(customer(dice)),
  (to, dice) => to.sadd("other", "things").rename("other", customer(dice)),
  (to, dice) => to.hset(`customer:00${dice.int(1, 9)}`, { fname: "Not", lname: "Canonical" }),
  cardWhole,
  cardWhole,
  (to, dice) => to.hset(card(dice), ...one(dice, CARD_FIELDS)),
  (to, dice) => to.hincrby(card(dice), "points", dice.int(-5, 100)),
  (to, dice) => to.hdel(card(dice), "points"),
  (to, dice) => to.del(card(dice)),
  (to, dice) => to.rename(card(dice), card(dice)),
];

function whole(to: Pipeline, dice: Dice): void {
  const key = customer(dice);
  if (dice.chance(0.5)) to.del(key);
  to.hset(key, {
    fname: dice.pick(["Grace", "José"]),
    lname: dice.pick(["Singh", "Ångström"]),
    email: `C${dice.int(1, 999)}@Example.com`,
    region: dice.pick(["eu", "us", "test"]),
    balance: (dice.int(-90_000, 5_000_000) / 100).toFixed(2),
    orders: dice.int(0, 40),
    vip: dice.pick(["yes", "no"]),
    created: 1_600_000_000_000 + dice.int(0, 1e9),
  });
}

function part(to: Pipeline, dice: Dice): void {
  to.hset(customer(dice), ...one(dice, FIELDS));
}

function cardWhole(to: Pipeline, dice: Dice): void {
  to.hset(card(dice), { holder: dice.pick(["Ada", "Łukasz"]), points: dice.int(0, 90_000) });
}

/** The copy that another database made, and writes there that are nobody's business. */
function crossing(dice: Dice): [string, ...string[]] {
  const key = customer(dice);
  return dice.pick<[string, ...string[]]>([
    ["copy", key, customer(dice), "DB", "0", "REPLACE"],
    ["move", key, "0"],
    ["hset", key, "fname", "Elsewhere", "lname", "E", "email", "e@example.com", "created", "1"],
    ["del", key],
  ]);
}

async function restored(redis: Redis, dice: Dice): Promise<void> {
  const payload = await redis.dumpBuffer(customer(dice));
  if (payload !== null) await redis.restore(customer(dice), dice.pick([0, 0, 700]), payload, "REPLACE");
}

function one(dice: Dice, fields: typeof FIELDS): [string, string | Buffer] {
  const [field, values] = dice.pick(fields);
  return [field, dice.pick(values)];
}

function customer(dice: Dice): string {
  return `customer:${dice.first + dice.int(1, CUSTOMERS)}`;
}

function card(dice: Dice): string {
  return `card:shop:${Math.floor(dice.first / 2) + dice.int(1, CARDS)}`;
}
