import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildCommandTable } from "../../../runtime/capture/command-table.ts";

type Spec = {
  readonly flags: readonly string[];
  readonly begin: readonly unknown[];
  readonly find: readonly unknown[];
};

const index = (at: number) => ["type", "index", "spec", ["index", at]];
const keyword = (word: string, from: number) => ["type", "keyword", "spec", ["keyword", word, "startfrom", from]];
const range = (last: number, step = 1, limit = 0) => [
  "type",
  "range",
  "spec",
  ["lastkey", last, "keystep", step, "limit", limit],
];
const counted = ["type", "keynum", "spec", ["keynumidx", 0, "firstkey", 1, "keystep", 1]];

/** One entry of COMMAND as Redis 7 sends it. */
function entry(name: string, specs: readonly Spec[], subcommands: readonly unknown[] = []) {
  const list = specs.map(({ flags, begin, find }) => ["flags", flags, "begin_search", begin, "find_keys", find]);
  return [name, -2, ["write"], 1, 1, 1, ["@write"], [], list, subcommands];
}

function keysOf(reply: unknown, words: readonly string[]): readonly string[] {
  const plan = buildCommandTable(reply).get(words[0] ?? "");
  if (plan?.kind === "whole")
    return plan.keys(words).map(({ key, database }) => (database === undefined ? key : `${key}@${database}`));
  if (plan?.kind !== "range") return [];
  const last = plan.last < 0 ? words.length + plan.last : plan.last;
  return words.filter((_, at) => at >= plan.first && at <= last && (at - plan.first) % plan.step === 0);
}

test("specifications of written keys side by side become one range, keys that are only read are left out", () => {
  const rename = entry("rename", [
    { flags: ["RW", "ACCESS", "DELETE"], begin: index(1), find: range(0) },
    { flags: ["OW", "UPDATE"], begin: index(2), find: range(0) },
  ]);
  assert.equal(buildCommandTable([rename]).get("rename"), {
    kind: "range",
    name: "rename",
    first: 1,
    last: 2,
    step: 1,
  });
  const store = entry("sinterstore", [
    { flags: ["RW", "UPDATE"], begin: index(1), find: range(0) },
    { flags: ["RO", "ACCESS"], begin: index(2), find: range(-1) },
  ]);
  assert.equal(keysOf([store], ["sinterstore", "to", "a", "b"]), ["to"]);
  const mset = entry("mset", [{ flags: ["OW"], begin: index(1), find: range(-1, 2) }]);
  assert.equal(keysOf([mset], ["mset", "a", "1", "b", "2"]), ["a", "b"]);
});

test("counted keys, keys behind a keyword and keys up to a limit are found", () => {
  const pop = entry("mod.pop", [{ flags: ["RW"], begin: index(1), find: counted }]);
  assert.equal(keysOf([pop], ["mod.pop", "2", "a", "b", "LEFT"]), ["a", "b"]);
  const geo = entry("georadius", [{ flags: ["OW"], begin: keyword("STORE", 6), find: range(0) }]);
  assert.equal(keysOf([geo], ["georadius", "a", "1", "1", "1", "m", "ASC", "store", "to"]), ["to"]);
  assert.equal(keysOf([geo], ["georadius", "a", "1", "1", "1", "m", "ASC"]), []);
  const back = entry("mod.back", [{ flags: ["RW"], begin: keyword("KEYS", -2), find: range(-1) }]);
  assert.equal(keysOf([back], ["mod.back", "x", "KEYS", "a", "b"]), ["a", "b"]);
  const half = entry("mod.half", [{ flags: ["RW"], begin: index(1), find: range(-1, 1, 2) }]);
  assert.equal(keysOf([half], ["mod.half", "a", "b", "1", "2"]), ["a", "b"]);
});

test("where too little is told, every word may be a key", () => {
  const vague = entry("mod.vague", [{ flags: ["RW", "incomplete"], begin: index(1), find: range(0) }]);
  assert.equal(new Set(keysOf([vague], ["mod.vague", "a", "b"])), new Set(["a", "b"]));
  const unknown = entry("mod.unknown", [{ flags: ["RW"], begin: ["type", "unknown", "spec", []], find: range(0) }]);
  assert.equal(keysOf([unknown], ["mod.unknown", "a", "b"]), ["a", "b"]);
});

test("a container command has the keys of its subcommands", () => {
  const create = entry("xgroup|create", [{ flags: ["RW"], begin: index(2), find: range(0) }]);
  const destroy = entry("xgroup|destroy", [{ flags: ["RW"], begin: index(2), find: range(0) }]);
  assert.equal(keysOf([entry("xgroup", [], [create, destroy])], ["xgroup", "CREATE", "a", "g", "$"]), ["a"]);
});

test("before Redis 7.0 the positions that COMMAND tells are used", () => {
  const old = (name: string, flags: readonly string[], first: number, last: number, step: number) => [
    name,
    3,
    flags,
    first,
    last,
    step,
  ];
  assert.equal(keysOf([old("rename", ["write"], 1, 2, 1)], ["rename", "a", "b"]), ["a", "b"]);
  assert.equal(keysOf([old("mset", ["write", "denyoom"], 1, -1, 2)], ["mset", "a", "1", "b", "2"]), ["a", "b"]);
  assert.equal(keysOf([old("get", ["readonly", "fast"], 1, 1, 1)], ["get", "a"]), []);
  assert.equal(keysOf([old("zunionstore", ["write", "movablekeys"], 1, 1, 1)], ["zunionstore", "to", "1", "a"]), [
    "to",
    "1",
    "a",
  ]);
  assert.equal(keysOf([old("script", ["noscript"], 0, 0, 0)], ["script", "LOAD", "x"]), []);
});

test("commands whose effect the server's table does not tell are known", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["move a 3", ["a", "a@3"]],
    ["copy a b", ["b"]],
    ["copy a b REPLACE db 7", ["b@7"]],
    ["sort a BY x GET y STORE b", ["b"]],
    ["sort a", []],
    ["migrate host 6379 a 0 100", ["a"]],
    ["spublish a b", []],
  ];
  for (const [line, keys] of cases) assert.equal(keysOf([], line.split(" ")), keys, line);
  assert.equal(keysOf([], ["migrate", "host", "6379", "", "0", "100", "REPLACE", "KEYS", "a", "b"]), ["a", "b"]);
});

test.run();
