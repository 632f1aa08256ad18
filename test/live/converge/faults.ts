import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../support/random.ts";
import type { Stage } from "../../support/stage.ts";
import type { Fleet, Member } from "./fleet.ts";

/** Resolves when the fault is over, with what it was. */
export type Fault = (place: Place, dice: Random) => Promise<string>;

export interface Place {
  readonly stage: Stage;
  readonly fleet: Fleet;
}

export const LINK_FAULTS: readonly Fault[] = [
  cut,
  delayed,
  delayed,
  delayed,
  stalled,
  superseded,
  superseded,
  superseded,
  stalledAndCut,
  killed,
  unloaded,
];
export const PROCESS_FAULTS: readonly Fault[] = [
  ended,
  ended,
  ended,
  paused,
  paused,
  leaseErased,
  leaseErased,
  restarted,
  terminated,
  locked,
];

/** One fault after another until the time is over. */
export async function trouble(
  place: Place,
  dice: Random,
  faults: readonly Fault[],
  seconds: number,
): Promise<string[]> {
  const until = performance.now() + seconds * 1000;
  const done: string[] = [];
  while (performance.now() < until) {
    done.push(await dice.pick(faults)(place, dice));
    await sleep(dice.int(50, 900));
  }
  return done;
}

async function cut({ fleet }: Place, dice: Random): Promise<string> {
  const member = dice.pick(fleet.members);
  dice.pick(member.links).cut();
  return `cut ${member.name}`;
}

/** A slow link that ends, at times, by being cut: of what was under way some has arrived. */
async function delayed({ fleet }: Place, dice: Random): Promise<string> {
  const member = dice.pick(fleet.members);
  const link = dice.pick(member.links);
  const ms = dice.int(10, 150);
  link.delay(ms);
  await sleep(dice.int(300, 1500));
  const cuts = dice.chance(0.7);
  if (cuts) link.cut();
  await link.resume();
  return `delayed ${member.name} by ${ms} ms${cuts ? " and cut it" : ""}`;
}

async function stalled({ fleet }: Place, dice: Random): Promise<string> {
  const member = dice.pick(fleet.members);
  const link = dice.pick(member.links);
  link.stall();
  await sleep(dice.int(100, 3000));
  await link.resume();
  return `stalled ${member.name}`;
}

/** What a worker has sent arrives when its lanes have long been somebody else's. */
async function superseded({ fleet, stage }: Place, dice: Random): Promise<string> {
  const member = dice.pick(fleet.members.filter(({ links }) => links.length > 1));
  const link = dice.pick(member.links);
  link.stall();
  await sleep(dice.int(0, 50));
  await eraseLeases(stage);
  await sleep(dice.int(1200, 2500));
  await link.resume();
  return `stalled ${member.name} until its lanes were another's`;
}

async function stalledAndCut({ fleet }: Place, dice: Random): Promise<string> {
  const member = dice.pick(fleet.members);
  const link = dice.pick(member.links);
  link.stall();
  await sleep(dice.int(50, 500));
  link.cut();
  await sleep(dice.int(0, 200));
  await link.resume();
  return `stalled and cut ${member.name}`;
}

/** The server ends connections of ours. */
async function killed({ stage }: Place, dice: Random): Promise<string> {
  const clients = String(await stage.redis.client("LIST")).split("\n");
  const ours = clients.filter((line) => /name=rdi-|flags=S/.test(line));
  const chosen = ours.filter(() => dice.chance(0.5)).map((line) => /\bid=(\d+)/.exec(line)?.[1] ?? "0");
  for (const id of chosen) await stage.redis.client("KILL", "ID", id).catch(() => undefined);
  return `killed ${chosen.length} clients of Redis`;
}

async function unloaded({ stage }: Place): Promise<string> {
  await stage.redis.script("FLUSH");
  return "flushed the scripts";
}

async function ended({ fleet, stage }: Place, dice: Random): Promise<string> {
  const signal = dice.pick(["SIGKILL", "SIGKILL", "SIGTERM"] as const);
  const victims = fleet.members.filter(() => dice.chance(0.4));
  for (const { process } of victims) if (process.running) process.signal(signal);
  // As if the lease of a dead owner had expired.
  if (dice.chance(0.8)) await eraseLeases(stage);
  return `${signal} to ${victims.map(({ name }) => name).join(", ")}`;
}

async function paused({ fleet, stage }: Place, dice: Random): Promise<string> {
  const { process, name }: Member = dice.pick(fleet.members);
  if (process.running) process.signal("SIGSTOP");
  await sleep(dice.int(20, 1000));
  const erased = dice.chance(0.6);
  if (erased) await eraseLeases(stage);
  await sleep(dice.int(20, 1500));
  if (process.running) process.signal("SIGCONT");
  return `paused ${name}${erased ? ", leases erased meanwhile" : ""}`;
}

async function leaseErased({ stage }: Place): Promise<string> {
  await eraseLeases(stage);
  return "erased the leases";
}

async function restarted({ stage }: Place, dice: Random): Promise<string> {
  const mode = dice.pick(["fast", "immediate"] as const);
  await stage.postgres.stop(mode);
  await sleep(dice.int(0, 500));
  await stage.postgres.start();
  return `PostgreSQL restarted (${mode})`;
}

async function terminated({ stage }: Place, dice: Random): Promise<string> {
  const which = dice.chance(0.5) ? "" : " AND random() < 0.5";
  await stage
    .query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'rdi %'${which}`)
    .catch(() => undefined);
  return "terminated backends of PostgreSQL";
}

/** Somebody else works in the tables: rows, or a whole table, are locked for longer than the worker waits. */
async function locked({ stage }: Place, dice: Random): Promise<string> {
  const lock = dice.pick([
    "LOCK TABLE customers IN SHARE MODE",
    "SELECT count(*) FROM (SELECT id FROM customers WHERE id % 3 = 0 FOR UPDATE) AS l",
  ]);
  await stage.query(`BEGIN; ${lock}; SELECT pg_sleep(${dice.pick([0.2, 1, 5.5])}); COMMIT`).catch(() => undefined);
  return lock;
}

async function eraseLeases({ redis }: Stage): Promise<void> {
  const leases = (await redis.keys("rdi:*")).filter((key) => key.includes(":lease:"));
  if (leases.length > 0) await redis.del(...leases);
}
