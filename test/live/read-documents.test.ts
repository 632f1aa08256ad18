/** Documents by the generated script, whole and by paths: of strings, and of a RedisJSON module where the run has one. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readScript, type Reading } from "../../compiler/emit/read-script.ts";
import { unpackReply } from "../../runtime/apply/packed-reply.ts";
import { documentReader } from "../../runtime/values/document.ts";
import { jsonText } from "../../runtime/values/json-text.ts";
import { endAll } from "../setup/servers.mjs";
import { documentServer, moduleTest, putDocument } from "../support/module-test.ts";
import { random, type Random } from "../support/random.ts";
import { connectRedis } from "../support/redis.ts";

const server = await documentServer();
const connection = await connectRedis(server.url);
const { command, close } = connection;
const SITE = { file: "a.rdi", line: 1, column: "value" };

type Paths = readonly (readonly string[])[];

test.before.each(() => command("FLUSHALL").then(() => undefined));

test("a document is found by the paths that are read, whatever it is", async () => {
  const document = `{"id":7,"customer":{"name":"Ada","tags":[],"vip":null},"items":[{"sku":"a"},{"sku":"b"}],"odd \\"name":1,"ünï":{"c.d":2}}`;
  await putDocument(connection, "doc", document);
  await putDocument(connection, "list", "[1,2]");
  await putDocument(connection, "scalar", "5");
  const cases: readonly (readonly [Paths, unknown])[] = [
    [[["id"]], { id: 7 }],
    [[["gone"]], {}],
    [[["customer", "vip"]], { customer: { vip: null } }],
    [[["customer", "name", "first"]], {}],
    [[["id"], ["customer", "name"], ["customer", "tags"], ["gone"]], { id: 7, customer: { name: "Ada", tags: [] } }],
    [[["items"]], { items: [{ sku: "a" }, { sku: "b" }] }],
    [[["ünï", "c.d"]], { ünï: { "c.d": 2 } }],
    [[['odd "name']], { 'odd "name': 1 }],
  ];
  for (const [paths, expected] of cases) {
    const [read] = await readAll(paths, ["doc"]);
    assert.equal(pruned(read, paths), expected, JSON.stringify(paths));
    for (const other of await readAll(paths, ["list", "scalar"])) assert.equal(pruned(other, paths), {});
  }
});

test("random documents by random paths are what they are by JavaScript", async () => {
  const dice = random();
  for (let n = 0; n < 60; n++) {
    const document = randomObject(dice, 3);
    const paths = randomPaths(dice);
    await putDocument(connection, "doc", JSON.stringify(document));
    const [read] = await readAll(paths, ["doc"]);
    assert.equal(
      pruned(read, paths),
      pruned(document, paths),
      `${JSON.stringify(document)} by ${JSON.stringify(paths)}`,
    );
  }
});

test("a key of another kind and an absent key are no documents; an expiry goes along", async () => {
  await putDocument(connection, "doc", `{"a":1}`);
  await command("HSET", "hash", "a", "1");
  await command("PEXPIREAT", "doc", 9_999_999_999_999);
  for (const members of ["all", [], [["a"]]] as const) {
    const [doc, hash, gone] = await partsOf({ kind: "json", members, expiry: true }, ["doc", "hash", "gone"]);
    assert.is(Array.isArray(doc) && String(doc[0]), "9999999999999", String(members));
    assert.equal([hash, gone], [null, null]);
  }
});

moduleTest(
  "of a module's document only what the paths name is moved, and a job over strings does not see it",
  async () => {
    await putDocument(connection, "doc", JSON.stringify({ id: 1, large: "x".repeat(1000) }));
    const [parts] = await partsOf({ kind: "json", members: [["id"]], expiry: false }, ["doc"]);
    assert.equal(Array.isArray(parts) && parts.map(String), ["p", "[1]"]);
    const [whole] = await partsOf({ kind: "json", members: "all", expiry: false }, ["doc"]);
    assert.is(Array.isArray(whole) && String(whole[0]), "d");
    assert.equal(await partsOf({ kind: "string", members: "all", expiry: false }, ["doc"]), [null]);
  },
);

test.after(async () => {
  await close();
  await endAll();
});

async function partsOf(reading: Reading, keys: readonly string[]) {
  const reply = await command("EVAL_RO", readScript(reading), keys.length, ...keys, 1_000_000, 1_000_000);
  if (!Buffer.isBuffer(reply)) throw new Error(String(reply));
  return unpackReply(reply).values;
}

/** As plain JavaScript values. */
async function readAll(paths: Paths, keys: readonly string[]): Promise<readonly unknown[]> {
  const reader = documentReader(paths, SITE);
  const values = await partsOf({ kind: "json", members: paths, expiry: false }, keys);
  return values.map((parts): unknown => {
    if (typeof parts !== "object" || parts === null) throw new Error("no document");
    return JSON.parse(jsonText(reader((at) => parts[at] ?? null)));
  });
}

/** What of a document the paths name: by a walk of its own. */
function pruned(document: unknown, paths: Paths): unknown {
  const root: Record<string, unknown> = {};
  for (const path of paths) {
    let value: unknown = document;
    for (const name of path) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    if (value === undefined) continue;
    let place = root;
    for (const name of path.slice(0, -1)) place = (place[name] ??= {}) as Record<string, unknown>;
    place[path.at(-1) ?? ""] = value;
  }
  return root;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const NAMES = ["a", "b", "c d", "é", "$", "a.b", "x[0]", "'", "@", "*"];

function randomObject(dice: Random, depth: number): unknown {
  return Object.fromEntries(
    Array.from({ length: dice.int(0, 5) }, () => [dice.pick(NAMES), randomValue(dice, depth - 1)]),
  );
}

function randomValue(dice: Random, depth: number): unknown {
  if (depth > 0 && dice.chance(0.5)) return randomObject(dice, depth);
  return dice.pick([null, true, 0, -1.5, "", "text", [], [1, { a: 2 }], {}]);
}

/** Distinct paths, none of which begins another. */
function randomPaths(dice: Random): Paths {
  const paths = Array.from({ length: dice.int(1, 4) }, () =>
    Array.from({ length: dice.int(1, 3) }, () => dice.pick(NAMES)),
  );
  return paths.filter((path, at) =>
    paths.every((other, n) => n === at || !isBeginning(other, path) || (isBeginning(path, other) && n > at)),
  );
}

function isBeginning(path: readonly string[], of: readonly string[]): boolean {
  return path.every((name, at) => of[at] === name);
}

test.run();
