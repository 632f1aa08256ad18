/** The generated Lua for every kind of value, on a real Redis. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { probeScript, readScript, type Reading } from "../../../compiler/emit/read-script.ts";
import { unpackReply, type ReadValue } from "../../../runtime/apply/packed-reply.ts";
import { endAll } from "../../setup/servers.mjs";
import { random } from "../../support/random.ts";
import { connectRedis, redisServer } from "../../support/redis.ts";

const server = await redisServer();
const { command, close } = await connectRedis(server.url);

const OPERATIONS = new URL("../../../docs/operations.md", import.meta.url);
const BUDGET = 1_000_000;
const MAX_VALUE = 1_000;
const KINDS = ["hash", "json", "set", "zset", "list", "string"] as const;

type Kind = Reading["kind"];
type Shown = readonly (string | null)[] | number | null;

test.before.each(() => command("FLUSHALL").then(() => undefined));

test("a key of each kind is read whole as its own kind, and is absent as any other", async () => {
  await setOneOfEachKind();
  const whole: Readonly<Record<string, Shown>> = {
    hash: ["field", "value", "", ""],
    json: ["d", "[1]"],
    set: ["member"],
    zset: ["low", "-1", "high", "2.5"],
    list: ["", "b", "b"],
    string: ["[1]"],
  };
  for (const kind of KINDS) {
    const read = await run(reading(kind), [...KINDS, "gone"]);
    const expected = KINDS.map((other) => (other === kind || isText(other, kind) ? whole[kind] : null));
    assert.equal(read, [...expected, null], kind);
  }
});

test("a mapping that needs no value learns whether the key is there, and when it expires", async () => {
  await setOneOfEachKind();
  for (const kind of KINDS) {
    const there = KINDS.map((other) => (other === kind || isText(other, kind) ? [] : null));
    assert.equal(await run(reading(kind, { members: [] }), [...KINDS, "gone"]), [...there, null], kind);
    await command("PEXPIREAT", kind, 9_999_999_999_999);
    const read = await run(reading(kind, { members: [], expiry: true }), [kind, "gone"]);
    assert.equal(read, [["9999999999999"], null], kind);
  }
});

test("the expiry comes before everything else, and is missing where there is none", async () => {
  await setOneOfEachKind();
  for (const kind of KINDS) {
    const [plain] = await run(reading(kind), [kind]);
    if (typeof plain !== "object" || plain === null) throw new Error("no parts");
    assert.equal(await run(reading(kind, { expiry: true }), [kind, "gone"]), [[null, ...plain], null], kind);
    await command("PEXPIREAT", kind, 253_402_300_799_999);
    assert.equal(await run(reading(kind, { expiry: true }), [kind]), [["253402300799999", ...plain]], kind);
  }
});

test("a hash without the fields that are read is present, with and without an expiry; an expired key is absent", async () => {
  const fields = reading("hash", { members: [["a"], ["b"]], expiry: true });
  await command("HSET", "k1", "z", 1);
  await command("HSET", "k2", "z", 1, "b", "");
  await command("HSET", "k3", "a", 1);
  await command("PEXPIREAT", "k1", 9_999_999_999_999);
  await command("SET", "text", 1);
  await command("PEXPIREAT", "text", 9_999_999_999_999);
  assert.equal(await run(fields, ["k1", "k2", "k3", "gone", "text"]), [
    ["9999999999999", null, null],
    [null, null, ""],
    [null, "1", null],
    null,
    null,
  ]);
  await command("PEXPIREAT", "k3", 1);
  assert.equal(await run(fields, ["k3"]), [null]);
});

test("before Redis 7.0 the expiry is what is left and the time, to the millisecond or so", async () => {
  const before = readScript(reading("string", { expiry: true })).replace("PEXPIRETIME", "NOSUCHCOMMAND");
  await command("SET", "k", "x", "PXAT", 9_999_999_999_999);
  await command("SET", "forever", "x");
  const [[at] = [], forever] = unpack(
    await command("EVAL", before, 2, "k", "forever", BUDGET, MAX_VALUE),
  ) as string[][];
  assert.ok(Math.abs(Number(at) - 9_999_999_999_999) < 5, at);
  assert.equal(forever, [null, "x"]);
});

test("bytes of every collection arrive as they are, empty ones too", async () => {
  const { bytes, int } = random();
  const values = [Buffer.alloc(0), ...Array.from({ length: 60 }, () => bytes(int(1, 80)))];
  const texts = new Set(values.map((value) => value.toString("latin1")));
  await command("RPUSH", "list", ...values);
  await command("SADD", "set", ...values);
  await command("HSET", "hash", ...values.flatMap((value) => [value, value]));
  await command("ZADD", "zset", ...values.flatMap((value, at) => [at, value]));
  const [list] = await run(reading("list"), ["list"]);
  const [set] = await run(reading("set"), ["set"]);
  const [hash] = await run(reading("hash"), ["hash"]);
  const [zset] = await run(reading("zset"), ["zset"]);
  assert.equal(
    list,
    values.map((value) => value.toString("latin1")),
  );
  assert.equal(sorted(set), [...texts].sort());
  assert.equal(sorted(hash), [...texts, ...texts].sort());
  assert.equal(sorted(zset).length, 2 * texts.size);
  assert.equal(new Set(everyOther(zset)), texts);
});

test("scores keep all their digits, and infinity is one", async () => {
  const { int } = random();
  const doubles = [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.5, 2 ** 53, 1e21, int(1, 1e9) / 7];
  await command(
    "ZADD",
    "zset",
    ...doubles.flatMap((score) => [score, `m${score}`]),
    "inf",
    "mInfinity",
    "-inf",
    "m-Infinity",
  );
  const [read] = await run(reading("zset"), ["zset"]);
  if (typeof read !== "object" || read === null) throw new Error("no parts");
  const scores = read.filter((_, at) => at % 2 === 1);
  const numbers = scores.map((score) => Number(String(score).replace("inf", "Infinity")));
  assert.equal(
    everyOther(read),
    numbers.map((score) => `m${score}`),
  );
  assert.is(numbers.length, doubles.length + 2);
});

test("a text that is larger than max_value is not moved: its size is told", async () => {
  await command("SET", "fits", "x".repeat(MAX_VALUE));
  await command("SET", "large", "x".repeat(MAX_VALUE + 1));
  await command("PEXPIREAT", "large", 9_999_999_999_999);
  const parts = ["x".repeat(MAX_VALUE)];
  assert.equal(await run(reading("string"), ["large", "fits"]), [MAX_VALUE + 1, parts]);
  assert.equal(await run(reading("json"), ["large", "fits"]), [MAX_VALUE + 1, ["d", ...parts]]);
  assert.equal(await run(reading("string", { expiry: true }), ["large"]), [MAX_VALUE + 1]);
});

test("the budget ends the reading of every kind before a key that exceeds it, never before the first", async () => {
  const value = "x".repeat(200);
  for (const n of [1, 2, 3]) {
    await command("HSET", `hash${n}`, "f", value);
    await command("SADD", `set${n}`, value);
    await command("ZADD", `zset${n}`, 1, value);
    await command("RPUSH", `list${n}`, value);
    await command("SET", `string${n}`, value);
    await command("SET", `json${n}`, value);
  }
  for (const kind of KINDS) {
    const keys = [1, 2, 3].map((n) => `${kind}${n}`);
    const counts = [];
    for (const budget of [1, 300, 450, 900]) counts.push((await run(reading(kind), keys, budget)).length);
    assert.equal(counts, [1, 1, 2, 3], kind);
  }
});

test("a document that is text is handed over whole, whatever is asked of it", async () => {
  await command("SET", "k", `{"big": 12345678901234567890, "empty": []}`);
  const paths = reading("json", { members: [["big"], ["a", "b"]] });
  assert.equal(await run(paths, ["k", "gone"]), [["d", `{"big": 12345678901234567890, "empty": []}`], null]);
});

test("of a RedisJSON document the paths are asked for, and all of it where a name needs escapes", () => {
  const text = (members: Reading["members"]): string => readScript(reading("json", { members }));
  assert.match(
    text([["id"], ["a b", "ü"]]),
    String.raw`redis.call("JSON.GET", key, "$[\"id\"]", "$[\"a b\"][\"\195\188\"]")`.replaceAll('\\"', "\\034"),
  );
  assert.match(text("all"), `"d", redis.call("JSON.GET", key)`);
  for (const odd of ['"', "\\", "'", "\n", ""]) assert.match(text([["id"], [odd]]), `"d", redis.call("JSON.GET", key)`);
});

test("a probe finds one member of each key", async () => {
  await setOneOfEachKind();
  const { bytes } = random();
  const odd = bytes(40);
  await command("HSET", "hash", odd, odd);
  await command("SADD", "set", odd);
  await command("ZADD", "zset", "0.1", odd);
  const keys = ["hash", "set", "zset", "string", "gone"];
  const text = odd.toString("latin1");
  // Redis 7.0 writes 17 digits; Redis 7.2 and Valkey write the shortest.
  const score = String(await command("ZSCORE", "zset", odd));
  assert.is(Number(score), 0.1);
  const found = { hash: [text, null, null], set: [null, text, null], zset: [null, null, score] };
  for (const kind of ["hash", "set", "zset"] as const) {
    const expected = [...found[kind], null, null].map((part) => [part]);
    assert.equal(await probe(kind, keys, odd), expected, kind);
    assert.equal(
      await probe(kind, keys, Buffer.from("nobody")),
      keys.map(() => [null]),
      kind,
    );
  }
  assert.equal(await probe("hash", ["hash", "hash"], Buffer.from("")), [[""], [""]]);
});

test("a probe keeps to the budget, and passes errors on that are not about the kind of the key", async () => {
  await command("HSET", "hash", "m", "x".repeat(200));
  const keys = ["hash", "hash", "hash"];
  assert.is((await probe("hash", keys, Buffer.from("m"), 450)).length, 2);
  const failing = probeScript("hash").replace("HGET", "NOSUCHCOMMAND");
  let message = "";
  await command("EVAL", failing, 1, "k", BUDGET, "m").catch((error: unknown) => (message = String(error)));
  assert.match(message, /ERR|Unknown/i);
});

test("scripts read only: they run where writes are refused", async () => {
  await setOneOfEachKind();
  for (const kind of KINDS) {
    const text = readScript(reading(kind, { expiry: true }));
    assert.ok(Buffer.isBuffer(await command("EVAL_RO", text, 1, kind, BUDGET, MAX_VALUE)), kind);
  }
  for (const kind of ["hash", "set", "zset"] as const)
    assert.ok(Buffer.isBuffer(await command("EVAL_RO", probeScript(kind), 1, kind, BUDGET, "m")), kind);
});

test("the rights in docs/operations.md are enough to read every kind", async () => {
  await setOneOfEachKind();
  const [, rights = ""] = /^ACL (SETUSER rdi .*)$/m.exec(readFileSync(OPERATIONS, "utf8")) ?? [];
  const [commands = ""] = rights.replace("PASSWORD", "secret").split(" ~rdi:*");
  await command("ACL", ...commands.split(" "), "%R~*");
  const url = new URL(server.url);
  url.username = "rdi";
  url.password = "secret";
  const limited = await connectRedis(url.href);
  for (const kind of KINDS) {
    for (const members of ["all", [], [["field"]]] as const) {
      const text = readScript(reading(kind, { members, expiry: true }));
      assert.is(unpack(await limited.command("EVAL_RO", text, 1, kind, BUDGET, MAX_VALUE)).length, 1, kind);
    }
  }
  for (const kind of ["hash", "set", "zset"] as const)
    assert.is(unpack(await limited.command("EVAL_RO", probeScript(kind), 1, kind, BUDGET, "m")).length, 1, kind);
  assert.equal(await command("ACL", "LOG"), []);
  await limited.close();
});

test.after(async () => {
  await close();
  await endAll();
});

function reading(kind: Kind, more: Partial<Reading> = {}): Reading {
  return { kind, members: "all", expiry: false, ...more };
}

/** A string may hold JSON, and a string that holds some is read by jobs over strings. */
function isText(kind: string, wanted: string): boolean {
  const texts = ["json", "string"];
  return texts.includes(kind) && texts.includes(wanted);
}

/** Of each kind a key of that name. */
async function setOneOfEachKind(): Promise<void> {
  await command("HSET", "hash", "field", "value", "", "");
  await command("SET", "json", "[1]");
  await command("SADD", "set", "member");
  await command("ZADD", "zset", 2.5, "high", -1, "low");
  await command("RPUSH", "list", "", "b", "b");
  await command("SET", "string", "[1]");
}

async function run(what: Reading, keys: readonly string[], budget = BUDGET): Promise<readonly Shown[]> {
  return unpack(await command("EVAL", readScript(what), keys.length, ...keys, budget, MAX_VALUE));
}

async function probe(kind: Kind, keys: readonly string[], member: Buffer, budget = BUDGET): Promise<readonly Shown[]> {
  return unpack(await command("EVAL", probeScript(kind), keys.length, ...keys, budget, ...keys.map(() => member)));
}

/** Bytes as latin1 text, so that they can be compared. */
function unpack(reply: unknown): readonly Shown[] {
  if (!Buffer.isBuffer(reply)) throw new Error(String(reply));
  return unpackReply(reply).values.map(shown);
}

function shown(value: ReadValue): Shown {
  return typeof value === "object" ? (value?.map((part) => part?.toString("latin1") ?? null) ?? null) : value;
}

function sorted(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error("no parts");
  return [...value].sort();
}

function everyOther(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error("no parts");
  return value.filter((_, at) => at % 2 === 0);
}

test.run();
