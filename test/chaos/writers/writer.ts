import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import type { History } from "../history.ts";
import type { Topology } from "../topology.ts";
import { random, type Random } from "../../support/random.ts";
import { BOARDS, QUEUES, TAGS } from "./collections.ts";
import type { Command, Dice, Kind } from "./dice.ts";
import { ORDERS } from "./orders.ts";
import { PEOPLE, PRICES, SEATS, whole } from "./people.ts";

/** Writes with every command that touches the kinds of value that the jobs read. */
export interface Writer {
  /** Writes at a steady rate until `stop` is aborted; what an outage of Redis kept it from writing follows. */
  run(perSecond: number, stop: AbortSignal): Promise<void>;
  /** People whom nothing changes any more, and their keys. */
  still(count: number): Promise<void>;
  close(): void;
}

const TICK_MS = 20;
const BURST = 5;
/** The keys in use move on by so many a second. */
const SPEED = 12;
/** So far behind it is not made good any more: the rest would be one flood. */
const MOST_BEHIND = 20_000;
const KINDS: readonly Kind[] = [PEOPLE, PEOPLE, PEOPLE, SEATS, ORDERS, ORDERS, BOARDS, BOARDS, TAGS, QUEUES, PRICES];

const SCRIPT = `
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'name', 'Script', 'region', 'eu', 'balance', ARGV[1])
if tonumber(ARGV[1]) % 3 == 0 then redis.call('RENAME', KEYS[1], KEYS[2]) end
if tonumber(ARGV[1]) % 3 == 1 then redis.call('DEL', KEYS[2]) end`;
const FUNCTION = `#!lua name=chaos
redis.register_function('chaos_person', function(keys, args)
  redis.call('HSET', keys[1], 'name', 'Function', 'balance', args[1])
  return redis.call('HDEL', keys[2], 'region')
end)`;

interface State {
  readonly redis: Redis;
  /** Another database of the same server, with keys of the same names. */
  readonly elsewhere: Redis;
  /** Sends nothing twice. */
  readonly once: Redis;
  readonly dice: Dice;
  readonly history: History;
  visits: number;
  stillFrom: number;
}

export function createWriter(topology: Topology, dice: Random, history: History): Writer {
  const [redis, elsewhere, once] = [topology.connect(), topology.connect(1), topology.connect()];
  Object.assign(once.options, { autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0 });
  const state: State = {
    ...{ redis, elsewhere, once, history, visits: 0, stillFrom: 1_000_000 },
    dice: { ...random(dice.int(0, 2 ** 31)), first: 1 },
  };
  return {
    run: (perSecond, stop) => run(state, perSecond, stop),
    still: (count) => writeStill(state, count),
    close: () => [redis, elsewhere, once].forEach((client) => client.disconnect()),
  };
}

async function run(state: State, perSecond: number, stop: AbortSignal): Promise<void> {
  const { history, dice } = state;
  const began = performance.now();
  const { first } = dice;
  let due = history.changes;
  let last = began;
  while (!stop.aborted) {
    const now = performance.now();
    due = Math.max(due + ((now - last) / 1000) * perSecond, history.changes - perSecond);
    due = Math.min(due, history.changes + MOST_BEHIND);
    last = now;
    dice.first = first + Math.floor(((now - began) / 1000) * SPEED);
    const bursts = Math.min(200, Math.ceil((due - history.changes) / BURST));
    await Promise.all(Array.from({ length: Math.max(0, bursts) }, () => burst(state)));
    await sleep(TICK_MS);
  }
}

/** A few changes at once: apart, in one transaction, in one script, or from another database. A command that fails changes nothing. */
async function burst(state: State): Promise<void> {
  const { redis, elsewhere, dice } = state;
  const lot = dice.int(0, 99);
  if (lot < 4) return send(state, elsewhere, dice.chance(0.02) ? [["FLUSHDB"]] : [crossing(dice)]);
  if (lot < 8) return restored(state);
  if (lot < 14) return scripted(state);
  if (lot < 30) return visited(state);
  const commands = Array.from({ length: BURST }, () => change(dice));
  return send(state, redis, commands, lot < 45);
}

function change(dice: Dice): Command {
  const kind = dice.pick(KINDS);
  return dice.pick(dice.chance(0.55) ? kind.fill : kind.other)(dice);
}

async function send({ history }: State, to: Redis, commands: readonly Command[], together = false): Promise<void> {
  const pipeline = together ? to.multi() : to.pipeline();
  for (const [name, ...words] of commands) pipeline.call(name, ...words);
  const replies = await pipeline.exec().catch(() => null);
  const where = to.options.db === 1 ? ["(database 1)"] : together ? ["(together)"] : [];
  commands.forEach((words, index) => {
    const [error, reply] = replies?.[index] ?? [new Error("no answer"), null];
    history.command([...where, ...words], error === null ? String(reply).slice(0, 40) : "error");
  });
}

async function scripted(state: State): Promise<void> {
  const { redis, dice } = state;
  const [one, other, amount] = [PEOPLE.key(dice), PEOPLE.key(dice), dice.int(-50, 50)];
  if (dice.chance(0.7)) return send(state, redis, [["EVAL", SCRIPT, 2, one, other, amount]]);
  await send(state, redis, [
    ["FUNCTION", "LOAD", "REPLACE", FUNCTION],
    ["FCALL", "chaos_person", 2, one, other, amount],
  ]);
}

/** From another database: what is copied or moved from there, and what is nobody's business. */
function crossing(dice: Dice): Command {
  const { key } = dice.pick(KINDS);
  const person = PEOPLE.key(dice);
  return dice.pick<Command>([
    ["COPY", person, PEOPLE.key(dice), "DB", 0, "REPLACE"],
    ["MOVE", person, 0],
    ["HSET", person, "name", "Elsewhere"],
    ["DEL", key(dice)],
  ]);
}

async function restored(state: State): Promise<void> {
  const { redis, dice } = state;
  const { key } = dice.pick([PEOPLE, ORDERS, BOARDS, TAGS, QUEUES]);
  const payload = await redis.dumpBuffer(key(dice));
  if (payload === null) return;
  await send(state, redis, [["RESTORE", key(dice), dice.pick([0, 0, 700]), payload, "REPLACE"]]);
}

/** Keys that change exactly once: what isn't answered may have happened, and is not done again. */
async function visited(state: State): Promise<void> {
  const { once, history } = state;
  await Promise.all(
    Array.from({ length: BURST }, async () => {
      const command: Command = ["SET", `visit:${++state.visits}`, Date.now()];
      const outcome = once.status === "ready" ? await once.call(...command).catch(() => "error") : "error";
      history.command(command, String(outcome));
    }),
  );
}

async function writeStill(state: State, count: number): Promise<void> {
  const commands = Array.from({ length: count }, (): Command => [
    ...(["HSET", `person:${state.stillFrom++}`] as const),
    ...whole(state.dice),
    "region",
    "eu",
  ]);
  await send(state, state.redis, commands);
}
