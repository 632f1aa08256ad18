/** The generated Lua on a real Redis: its reply is the packed string that `ReadScript` of runtime/job.ts describes. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { luaString } from "../../../compiler/emit/lua-text.ts";
import { readScript, type Reading } from "../../../compiler/emit/read-script.ts";
import { unpackReply, type ReadValue } from "../../../runtime/apply/packed-reply.ts";
import { connectRedis, redisServer } from "../../support/redis.ts";
import { endAll } from "../../setup/servers.mjs";
import { random } from "../../support/random.ts";

const server = await redisServer();
const { command, close } = await connectRedis(server.url);

const BUDGET = 1_000_000;

interface Reply {
  readonly replid: string;
  readonly offset: bigint;
  /** Bytes as latin1 text, so that they can be compared; null for an absent key; a number for one that is too large. */
  readonly values: readonly (readonly (string | null)[] | number | null)[];
}

const MAX_VALUE = 1_000;

function hash(fields: readonly string[]): Reading {
  return { kind: "hash", members: fields.map((field) => [field]), expiry: false };
}

async function run(reading: Reading, keys: readonly string[], budget = BUDGET): Promise<Reply> {
  const reply = await command("EVAL", readScript(reading), keys.length, ...keys, budget, MAX_VALUE);
  if (!Buffer.isBuffer(reply)) throw new Error(String(reply));
  const { values, ...node } = unpackReply(reply);
  return { ...node, values: values.map(shown) };
}

function shown(value: ReadValue): Reply["values"][number] {
  return typeof value === "object" ? (value?.map((part) => part?.toString("latin1") ?? null) ?? null) : value;
}

test.before.each(() => command("FLUSHALL").then(() => undefined));

test("present keys have their fields in order, missing ones as nil", async () => {
  await command("HSET", "k1", "a", "1", "b", "2", "c", "3");
  await command("HSET", "k2", "b", "");
  const { values } = await run(hash(["b", "a"]), ["k1", "k2"]);
  assert.equal(values, [
    ["2", "1"],
    ["", null],
  ]);
});

test("an absent key and a key of another kind are absent, a hash without the fields is present", async () => {
  await command("SET", "text", "x");
  await command("RPUSH", "list", "x");
  await command("HSET", "other", "z", "1");
  const { values } = await run(hash(["a", "b"]), ["gone", "text", "other", "list"]);
  assert.equal(values, [null, null, [null, null], null]);
});

test("a mapping without fields learns whether the key is there", async () => {
  await command("SET", "text", "x");
  await command("HSET", "hash", "z", "1");
  const { values } = await run(hash([]), ["hash", "text", "gone"]);
  assert.equal(values, [[], null, null]);
});

test("no keys are no error", async () => {
  assert.equal([(await run(hash(["a"]), [])).values, (await run(hash([]), [])).values], [[], []]);
});

test("the node says who it is and how far it is", async () => {
  const { replid, offset } = await run(hash(["a"]), ["k"]);
  const info = String(await command("INFO", "replication"));
  assert.match(info, `master_replid:${replid}`);
  assert.match(info, `master_repl_offset:${offset}`);
});

test("the budget ends the reading before a key that exceeds it, never before the first", async () => {
  for (const key of ["k1", "k2", "k3"]) await command("HSET", key, "a", "x".repeat(100));
  const counts = [];
  // A value of 100 bytes takes 103, with its length and that of its array.
  for (const budget of [1, 103, 205, 206, 308, 309])
    counts.push((await run(hash(["a"]), ["k1", "k2", "k3"], budget)).values.length);
  assert.equal(counts, [1, 1, 1, 2, 2, 3]);
  assert.equal((await run(hash(["a"]), ["k1", "gone", "k2"], 104)).values, [["x".repeat(100)], null]);
});

test("bytes arrive as they are", async () => {
  const { bytes, int } = random();
  const values = Array.from({ length: 50 }, () => bytes(int(0, 40)));
  for (const [index, value] of values.entries()) await command("HSET", `k${index}`, "a", value);
  const { values: read } = await run(
    hash(["a"]),
    values.map((_, index) => `k${index}`),
  );
  assert.equal(
    read,
    values.map((value) => [value.toString("latin1")]),
  );
});

test("names of fields are found whatever characters they have", async () => {
  const names = [
    '"',
    "\\",
    "'",
    "a\nb",
    "a\rb",
    "\0",
    "1\x007",
    "]]",
    "--",
    "ü€😀",
    "\u2028",
    "${x}",
    "`",
    "%d",
    "\x7f",
    "\\065",
    "a\\",
  ];
  for (const name of names) await command("HSET", "k", Buffer.from(name), luaString(name));
  const { values } = await run(hash(names), ["k"]);
  assert.equal(values, [names.map(luaString)]);
});

test("a hundred and more fields are read at once", async () => {
  const names = Array.from({ length: 400 }, (_, index) => `f${index}`);
  await command("HSET", "k", ...names.flatMap((name) => [name, name]));
  assert.equal((await run(hash(names), ["k"])).values, [names]);
});

test("an error that is not about the kind of the key is passed on", async () => {
  const failing = readScript(hash(["a"])).replace('"HMGET"', '"NOSUCHCOMMAND"');
  let message = "";
  await command("EVAL", failing, 1, "k", BUDGET, MAX_VALUE).catch((error: unknown) => (message = String(error)));
  assert.match(message, /ERR|Unknown/i);
});

test.after(async () => {
  await close();
  await endAll();
});
test.run();
