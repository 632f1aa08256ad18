/** `merge` of JSON documents in the target: random texts, spelled in every way JSON allows, against JSON.parse. */
import { Redis } from "ioredis";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { createRedisSink } from "../../runtime/sinks/redis/sink.ts";
import { JsonNumber, type Json } from "../../runtime/values/json.ts";
import { endAll, startRedis } from "../setup/servers.mjs";
import { documentServer, moduleTest } from "../support/module-test.ts";
import { random, type Random } from "../support/random.ts";
import { batchOf, keysTable } from "../support/redis-tables.ts";

const server = await startRedis();
const redis = new Redis(server.url);
const sink = createRedisSink({ name: "cache", url: server.url, project: "test" });
await sink.prepare([keysTable]);
const LANE = { project: "test", route: "job.cache", lane: 0, source: undefined, release: "r" };
const session = await sink.openLane(LANE);
await session.claim();

const NAMES: readonly string[] = ["a", "b", 'q"uote', "back\\slash", "é", "", "}", "ключ", "tab\t"];

function spaces(dice: Random): string {
  return dice.pick(["", "", " ", "\n\t "]);
}

/** A string's JSON, with some of its characters as escapes. */
function spelled(dice: Random, text: string): string {
  const escaped = [...JSON.stringify(text).slice(1, -1)].map((char) =>
    /[a-z]/i.test(char) && !/[btnrfu]/.test(char) && dice.chance(0.2) && !text.includes("\\")
      ? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`
      : char,
  );
  return `"${escaped.join("")}"`;
}

/** A value's text, in which numbers have more digits than a double. */
function valueText(dice: Random, depth = 0): string {
  const scalar = (): string =>
    dice.pick(["null", "true", "-0.10", "12345678901234567890.123", "1e3", spelled(dice, dice.pick(NAMES))]);
  if (depth > 2 || dice.chance(0.5)) return scalar();
  const parts = Array.from({ length: dice.int(0, 3) }, () => valueText(dice, depth + 1));
  if (dice.chance(0.5)) return `[${spaces(dice)}${parts.join(`${spaces(dice)},${spaces(dice)}`)}${spaces(dice)}]`;
  return `{${parts.map((part, at) => `${spelled(dice, NAMES[at] ?? "")}${spaces(dice)}:${spaces(dice)}${part}`).join(",")}}`;
}

/** The members of an object in a random text, the name beside the spelling of its value. */
function documentOf(dice: Random): { readonly text: string; readonly members: ReadonlyMap<string, string> } {
  const members = new Map(
    dice
      .shuffle(NAMES)
      .slice(0, dice.int(0, 5))
      .map((name) => [name, valueText(dice)]),
  );
  const entries = [...members].map(
    ([name, value]) => `${spaces(dice)}${spelled(dice, name)}${spaces(dice)}:${spaces(dice)}${value}${spaces(dice)}`,
  );
  return { text: `${spaces(dice)}{${entries.join(",") || spaces(dice)}}${spaces(dice)}`, members };
}

function write(members: ReadonlyMap<string, Json | null>) {
  return { kind: "json" as const, merge: true, key: "doc", value: members };
}

async function merge(members: ReadonlyMap<string, Json | null> | undefined): Promise<void> {
  const result = await session.commit(batchOf({ a: members === undefined ? [] : [write(members)] }));
  assert.is(result.kind, "committed");
}

test("members that are merged are there, the others are spelled as they were, and go alone", async () => {
  const dice = random();
  for (let round = 0; round < 400; round++) {
    await redis.del("doc");
    await merge(undefined);
    const { text, members } = documentOf(dice);
    await redis.set("doc", text);
    JSON.parse(text);
    const names = dice.shuffle(NAMES).slice(0, dice.int(0, 4));
    const own = new Map(names.map((name) => [name, dice.pick([null, "x", new JsonNumber("1.50")])]));
    await merge(own);
    const expected = new Map([...members, ...[...own].map(([name, value]) => [name, textOf(value)] as const)]);
    await holds(expected, text);
    await merge(undefined);
    await holds(new Map([...members].filter(([name]) => !own.has(name))), text);
  }
});

/** That every member is there by its parsed name, with its value spelled so, as far as the text tells. */
async function holds(expected: ReadonlyMap<string, string>, from: string): Promise<void> {
  const found = (await redis.get("doc")) ?? "{}";
  const parsed = JSON.parse(found) as Readonly<Record<string, unknown>>;
  assert.equal(Object.keys(parsed).sort(), [...expected.keys()].sort(), `${from}\nbecame\n${found}`);
  for (const [name, value] of expected) {
    assert.equal(parsed[name], JSON.parse(value), `${name} of ${found}`);
    assert.ok(found.includes(`:${value}`) || found === from || expected.size === 0, `${name} of ${found} is ${value}`);
  }
}

function textOf(value: Json | null): string {
  return value === null ? "null" : value instanceof JsonNumber ? value.text : JSON.stringify(value);
}

test("a text that is no object is not written into", async () => {
  for (const text of ["[1]", "1", '"a"', '{"a":1', '{"a":1}x', "{a:1}", '{"a" 1}', "", "{,}", '{"a":}']) {
    await redis.set("doc", text);
    const refused: unknown = await session
      .commit(batchOf({ a: [write(new Map([["n", null]]))] }))
      .catch((error: unknown) => error);
    assert.match(String(refused), /another kind/, text);
    assert.is(await redis.get("doc"), text);
  }
});

moduleTest(
  "where the target has RedisJSON documents are its own, and keep their expiry and the members of others",
  async () => {
    const modules = await documentServer();
    const own = new Redis(modules.url);
    const documents = createRedisSink({ name: "cache", url: modules.url, project: "test" });
    await documents.prepare([keysTable]);
    const lane = await documents.openLane(LANE);
    await lane.claim();
    const read = (key: string): Promise<unknown> => own.call("JSON.GET", [key]);
    const nested = new Map<string, Json | null>([["deep", new Map([["n", new JsonNumber("9007199254740993")]])]]);
    await lane.commit(batchOf({ a: [{ kind: "json", merge: false, key: "whole", value: nested }] }));
    assert.is(await read("whole"), '{"deep":{"n":9007199254740993}}');
    await own.call("JSON.SET", ["doc", "$", '{"theirs":[1,2.5],"n":{"x":1}}']);
    await own.pexpire("doc", 600_000);
    await lane.commit(batchOf({ a: [write(new Map([["n", "x"]]))] }));
    assert.is(await read("doc"), '{"theirs":[1,2.5],"n":"x"}');
    assert.ok((await own.pttl("doc")) > 500_000);
    assert.is(await own.exists("whole"), 0);
    await lane.commit(batchOf({ a: [] }));
    assert.is(await read("doc"), '{"theirs":[1,2.5]}');
    await own.set("doc", '{"a":1}');
    const refused: unknown = await lane
      .commit(batchOf({ a: [write(new Map([["n", null]]))] }))
      .catch((error: unknown) => error);
    assert.match(String(refused), /another kind/, "a string is no document there");
    const deep = Array.from({ length: 121 }).reduce<Json>((inner) => [inner], "x");
    const tooDeep = { ...write(new Map([["n", deep]])), key: "deep" };
    assert.match(String(await lane.commit(batchOf({ a: [tooDeep] })).catch((error: unknown) => error)), /deeper than/);
    const most = Array.from({ length: 119 }).reduce<Json>((inner) => [inner], "x");
    await lane.commit(batchOf({ a: [{ ...write(new Map([["n", most]])), key: "deep" }] }));
    await lane.close();
    await documents.close();
    own.disconnect();
  },
);

test.after(async () => {
  await session.close();
  await sink.close();
  redis.disconnect();
  await endAll();
});

test.run();
