/** samples/audit: a row for every change that is observed alone, none twice and none missing. */
import type { ChainableCommander } from "ioredis";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { eventually, stays } from "../support/eventually.ts";
import { random, type Random } from "../support/random.ts";
import { startSample } from "../support/sample.ts";
import { sweepsAreDone } from "../support/stage.ts";
import { changeOf } from "./expectations/audit.ts";
import type { Row } from "./expectations/expectation.ts";
import { hashOf } from "./expectations/read.ts";

const sample = await startSample("audit", { tables: {}, keys: [] });
const { redis } = sample;
test.after(() => sample.close());

/** What should be in the log, in the order of time, and which accounts should be dead-lettered. */
const wanted: Row[] = [];
const rejected = new Map<string, string>();
let stream: string | undefined;

test("what is there before the first start is no change", async () => {
  await sweepsAreDone(sample);
  await stays("the log is empty", async () => (await count()) === 0, 200);
});

test("a change and a removal have a row each, a test account only its end, and a change that does not fit none", async () => {
  const before = Date.now();
  await change("account:1", (to) => to.hincrbyfloat("account:1", "balance", "0.5"));
  await change("account:2", (to) => to.del("account:2"));
  await change("account:3", (to) => to.hset("account:3", "balance", "2"));
  await change("account:3", (to) => to.del("account:3"));
  await change("account:1", (to) => to.hset("account:1", "balance", "a lot"));
  await change("account:1", (to) => to.hdel("account:1", "balance"));
  const log = (await logged()).filter((row) => row["account_id"] !== "99");
  assert.equal(log, [
    {
      account_id: "1",
      op: "changed",
      owner: "Ada Kim",
      balance: "100.50",
      state: '{"balance":"100.5","owner":"Ada Kim"}',
    },
    { account_id: "1", op: "changed", owner: "Ada Kim", balance: null, state: '{"owner":"Ada Kim"}' },
    { account_id: "2", op: "deleted", owner: null, balance: null, state: null },
    { account_id: "3", op: "deleted", owner: null, balance: null, state: null },
  ]);
  const [first] = await sample.query("SELECT extract(epoch FROM min(seen_at)) * 1000 AS ms FROM audit.account_log");
  assert.ok(Number(first?.["ms"]) >= before - 50);
});

test("the log has exactly the changes that were made, across kill -9", async () => {
  const dice = random();
  for (let round = 1; round <= 20 || (round <= 100 && wanted.length <= 60); round++) {
    const isCrash = round % 5 === 0;
    if (!isCrash) await changeSome(dice);
    else if (round % 10 === 0) await crashWithLeftovers(dice);
    else if (dice.chance(0.5)) await sample.crash(() => changeSome(dice));
    else await Promise.all([changeSome(dice), sample.crash()]);
    await logIsComplete();
  }
  await stays("no row comes later", async () => (await count()) === wanted.length, 300);
  assert.ok(wanted.length > 60, `only ${wanted.length} rows`);
  assert.equal(await logged(), inOrder(wanted));
});

test("changes that come too fast to be observed alone have a row at least for the last one, and never more than there were", async () => {
  const before = await count();
  for (let n = 1; n <= 100; n++) await redis.hset("account:77", "owner", `owner ${n}`);
  await eventually("the last state is logged", async () =>
    (await logged()).some((row) => row["owner"] === "owner 100"),
  );
  const rows = (await count()) - before;
  assert.ok(rows >= 1 && rows <= 100, String(rows));
  await sample.stop();
});

async function change(key: string, send: (to: ChainableCommander) => unknown): Promise<void> {
  const to = redis.pipeline();
  send(to);
  await to.exec();
  await expectChange(key);
  await logIsComplete();
}

/** Changes some accounts, each of them once. What Redis did not do was no change. */
async function changeSome(dice: Random, onceSent?: () => Promise<void>): Promise<void> {
  const keys = dice.shuffle(Array.from({ length: 12 }, (_, index) => `account:${index + 10}`));
  const to = redis.pipeline();
  const sent: { readonly step: AuditStep; readonly keys: readonly string[] }[] = [];
  while (keys.length > 0) {
    const step = dice.pick(dice.chance(0.85) ? STEPS : PAIRS);
    const some = keys.splice(0, step.keys);
    if (some.length < step.keys) break;
    step.send(to, dice, some);
    sent.push({ step, keys: some });
  }
  const replies = (await to.exec()) ?? [];
  await onceSent?.();
  for (const [index, { step, keys }] of sent.entries()) {
    const [error, reply] = replies[index] ?? [];
    if (error !== null || (step.reply === "tells" && reply === 0)) continue;
    for (const key of step.touches(keys)) await expectChange(key);
  }
}

/** The worker is killed when rows are committed and their entries still lie in the stream: Redis holds back what would remove them. */
async function crashWithLeftovers(dice: Random): Promise<void> {
  const before = await count();
  await changeSome(dice, async () => {
    await eventually("the changes are in the stream", async () => (await streamed()) > 0, {
      within: 500,
      every: 1,
    }).catch(() => undefined);
    await redis.client("PAUSE", 2000, "WRITE");
  });
  await eventually("rows are committed", async () => (await count()) > before, { within: 500 }).catch(() => undefined);
  await sample.crash(() => redis.client("UNPAUSE"));
}

async function streamed(): Promise<number> {
  stream ??= (await redis.keys("rdi:{*:stream:*"))[0];
  return stream === undefined ? 0 : redis.xlen(stream);
}

/** Notes what the change that left the account as it is now should have come to. */
async function expectChange(key: string): Promise<void> {
  const id = key.slice("account:".length);
  const isThere = (await redis.type(key)) === "hash";
  const change = changeOf(id, isThere ? await hashOf(redis, Buffer.from(key)) : undefined);
  rejected.delete(key);
  if (change !== undefined && "rejected" in change) rejected.set(key, change.rejected);
  if (change !== undefined && "row" in change) wanted.push(change.row);
}

/** A change of an account of its own comes last, since many a change has no row. */
async function logIsComplete(): Promise<void> {
  await redis.hset("account:99", "owner", wanted.length);
  await expectChange("account:99");
  const letters = [...rejected].sort();
  let found: readonly (readonly string[])[] = [];
  await eventually(
    `${wanted.length} changes are logged, and ${letters.join("; ") || "none"} rejected`,
    async () => {
      found = (await sample.deadLetters()).map(({ key, code }) => [key, code]).sort();
      return (await count()) >= wanted.length && JSON.stringify(found) === JSON.stringify(letters);
    },
    { within: 30_000 },
  ).catch((error: unknown) => {
    throw new Error(`${String(error)} Rejected were: ${found.join("; ")}`);
  });
}

async function count(): Promise<number> {
  return Number((await sample.query("SELECT count(*) FROM audit.account_log"))[0]?.["count"]);
}

/** An account's rows in the order of time. */
async function logged(): Promise<readonly Row[]> {
  const rows = await sample.rows("audit.account_log", "account_id, seen_at");
  return rows.map(({ seen_at: _, state, ...row }) => ({
    ...row,
    state: state === null || state === undefined ? null : sorted(state),
  }));
}

function sorted(state: string): string {
  const members = Object.entries(JSON.parse(state) as object).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(Object.fromEntries(members));
}

function inOrder(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((one, other) => Number(one["account_id"]) - Number(other["account_id"]));
}

interface AuditStep {
  readonly keys: 1 | 2;
  readonly send: (to: ChainableCommander, dice: Random, keys: readonly string[]) => unknown;
  /** Whether a reply of 0 says that nothing was changed. */
  readonly reply: "tells" | "does not matter";
  readonly touches: (keys: readonly string[]) => readonly string[];
}

type Send = (to: ChainableCommander, dice: Random, key: string) => unknown;

const one = (reply: AuditStep["reply"], send: Send): AuditStep => ({
  keys: 1,
  reply,
  send: (to, dice, [key = ""]) => send(to, dice, key),
  touches: (keys) => keys,
});

const STEPS: readonly AuditStep[] = [
  one("does not matter", (to, dice, key) =>
    to.hset(key, { owner: dice.pick(["Ada", "José", ""]), balance: dice.int(-99, 99) }),
  ),
  one("does not matter", (to, dice, key) => to.hset(key, "balance", dice.pick(["1.50", "1e3", "0.005", "much"]))),
  one("does not matter", (to, dice, key) => to.hset(key, "kind", dice.pick(["test", "private", "private"]))),
  one("does not matter", (to, _, key) => to.hset(key, "note", Buffer.from([0x61, 0xff]))),
  one("does not matter", (to, _, key) => to.hincrbyfloat(key, "balance", 0.25)),
  one("tells", (to, _, key) => to.hdel(key, "balance")),
  one("tells", (to, _, key) => to.hdel(key, "note", "kind")),
  one("tells", (to, _, key) => to.hsetnx(key, "owner", "Nobody")),
  one("tells", (to, _, key) => to.expire(key, 1000)),
  one("tells", (to, _, key) => to.persist(key)),
  one("tells", (to, _, key) => to.pexpireat(key, 1_000_000_000)),
  one("tells", (to, _, key) => to.del(key)),
  one("tells", (to, _, key) => to.unlink(key)),
];

const PAIRS: readonly AuditStep[] = [
  { keys: 2, reply: "tells", send: (to, _, keys) => to.call("RENAMENX", ...keys), touches: (keys) => keys },
  { keys: 2, reply: "tells", send: (to, _, keys) => to.call("COPY", ...keys), touches: (keys) => keys.slice(1) },
];

test.run();
