import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { random, type Random } from "./random.ts";

/** What a shop does to its customers and loyalty cards, at a steady rate. */
export interface Traffic {
  /** Changes sent so far. */
  readonly changes: number;
  /** The key whose value does not decode. */
  readonly poisoned: string;
  run(seconds: number, perSecond: number): Promise<void>;
}

const FIRST_NAMES = ["Ada", "Grace", "Edsger", "Barbara", "Alan", "Hedy", "José", "Zoë", "Łukasz", "美咲"];
const LAST_NAMES = ["Kim", "Okafor", "Núñez", "van Dijk", "O'Neil", "Schmidt", "Rossi", "Haddad", "Singh", "Ångström"];
const REGIONS = ["eu", "eu", "eu", "us", "us", "apac", "test"];
const POISONED = "customer:4242424";
const TICK_MS = 20;

/** Customers and cards that are there before the worker starts; half as many cards as customers. */
export async function seedKeys(redis: Redis, customers: number): Promise<number> {
  const dice = random(1);
  for (let from = 1; from <= customers; from += 1000) {
    const pipeline = redis.pipeline();
    for (let id = from; id < from + 1000 && id <= customers; id++) {
      pipeline.hset(`customer:${id}`, customer(dice, id));
      if (id % 2 === 0)
        pipeline.hset(card(id), {
          holder: name(dice),
          points: dice.int(0, 90_000),
        });
    }
    await pipeline.exec();
  }
  return customers + Math.floor(customers / 2);
}

export function startTraffic(redis: Redis, seeded: number): Traffic {
  const dice = random();
  const state = { changes: 0, newest: seeded };
  return {
    get changes() {
      return state.changes;
    },
    poisoned: POISONED,
    run: (seconds, perSecond) => run(redis, dice, state, seconds, perSecond),
  };
}

async function run(
  redis: Redis,
  dice: Random,
  state: { changes: number; newest: number },
  seconds: number,
  perSecond: number,
): Promise<void> {
  const started = performance.now();
  let poisoned = false;
  for (;;) {
    const elapsed = (performance.now() - started) / 1000;
    if (elapsed >= seconds) return;
    const due = Math.floor(elapsed * perSecond);
    if (!poisoned && elapsed > seconds / 2) {
      await redis.hset(POISONED, {
        fname: "Poi",
        lname: "Son",
        email: "p@example.com",
        balance: "a lot",
        created: 1.7e12,
      });
      state.changes++;
      poisoned = true;
    }
    const pipeline = redis.pipeline();
    for (; state.changes < due; state.changes++) change(pipeline, dice, state);
    await pipeline.exec();
    await sleep(TICK_MS);
  }
}

type Pipeline = ReturnType<Redis["pipeline"]>;

/** New 25 %, changed 20 %, partly changed 35 %, cards 12 %, and renamed, deleted and expiring customers. */
function change(pipeline: Pipeline, dice: Random, state: { newest: number }): void {
  const lot = dice.int(0, 99);
  const known = `customer:${dice.int(1, state.newest)}`;
  if (lot < 25) {
    const id = ++state.newest;
    pipeline.hset(`customer:${id}`, customer(dice, id));
  } else if (lot < 45) pipeline.hset(known, customer(dice, dice.int(1, state.newest)));
  else if (lot < 60) partly(pipeline, `customer:${state.newest}`, dice);
  else if (lot < 80) partly(pipeline, `customer:${Math.max(1, state.newest - dice.int(0, 500))}`, dice);
  else if (lot < 92)
    pipeline.hset(card(dice.int(1, state.newest) * 2), {
      holder: name(dice),
      points: dice.int(0, 90_000),
    });
  else if (lot < 94) renamed(pipeline, dice, state);
  else if (lot < 97) pipeline.del(known, card(dice.int(1, state.newest)));
  else pipeline.pexpire(known, dice.int(50, 2000));
}

/** Only touches customers that are complete: a lone field on a deleted key would be a customer without a name. */
function partly(pipeline: Pipeline, key: string, dice: Random): void {
  const touch = `if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) redis.call('HINCRBY', KEYS[1], 'orders', 1) end`;
  const [field, value] = dice.pick([
    ["balance", money(dice)],
    ["vip", dice.pick(["yes", "no"])],
    ["email", `New.${dice.int(1, 9999)}@Example.com`],
  ] as const);
  pipeline.eval(touch, 1, key, field, value);
}

function renamed(pipeline: Pipeline, dice: Random, state: { newest: number }): void {
  const move = `if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('RENAME', KEYS[1], KEYS[2]) end`;
  pipeline.eval(move, 2, `customer:${dice.int(1, state.newest)}`, `customer:${++state.newest}`);
}

function customer(dice: Random, id: number): Record<string, string | number> {
  return {
    fname: dice.pick(FIRST_NAMES),
    lname: dice.pick(LAST_NAMES),
    email: `Customer.${id}@Example.com`,
    region: dice.pick(REGIONS),
    balance: money(dice),
    orders: dice.int(0, 40),
    vip: dice.chance(0.1) ? "yes" : "no",
    created: 1_600_000_000_000 + dice.int(0, 150_000_000) * 1000,
  };
}

function card(number: number): string {
  return `card:shop-${number % 7}:${String(number).padStart(8, "0")}`;
}

function name(dice: Random): string {
  return `${dice.pick(FIRST_NAMES)} ${dice.pick(LAST_NAMES)}`;
}

function money(dice: Random): string {
  const cents = dice.int(-90_000, 5_000_000);
  return (cents / 100).toFixed(2);
}
