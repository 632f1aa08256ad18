/** Which members of a key's value changed: from the command stream to the entry. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { membersOf } from "../../../runtime/capture/changed-members.ts";
import type { CommandTable } from "../../../runtime/capture/command-plan.ts";
import { createCommandReader } from "../../../runtime/capture/command-reader.ts";
import {
  addKey,
  addKeyMembers,
  asksForMembers,
  createDirtySet,
  restoreKeys,
  restoreMembers,
  takeKeys,
  takeMembers,
} from "../../../runtime/capture/dirty-set.ts";
import { withMembers } from "../../../runtime/capture/member-commands.ts";
import { decodeEntry, packKeys, packMembers } from "../../../runtime/control/stream-entry.ts";

const NAMES = ["sadd", "srem", "zadd", "zrem", "zincrby", "hset", "hsetnx", "hdel", "hincrby", "hincrbyfloat", "del"];
const PLAIN: CommandTable = new Map(
  NAMES.map((name) => [name, { kind: "range", name, first: 1, last: 1, step: 1 }] as const),
);

function pattern(prefix: string) {
  return { text: `${prefix}{id}`, regex: new RegExp(`^${prefix}(\\d+)$`), prefix, glob: `${prefix}*` };
}

/** Keys that begin with `m:` are read member by member, those with `w:` as a whole. */
function captured() {
  const routes = [
    { name: "members.w", job: "members", pattern: pattern("m:"), memberwise: true },
    { name: "whole.w", job: "whole", pattern: pattern("w:") },
  ];
  const dirty = createDirtySet({ routes, floors: [0], onUnmatched: () => undefined });
  const controls: string[] = [];
  const reader = createCommandReader({ replid: "", offset: 0, database: 0 }, withMembers(PLAIN), {
    key: (key, start) => addKey(dirty, key, start),
    asksForMembers: (key) => asksForMembers(dirty, key),
    members: (key, members, start) => addKeyMembers(dirty, { key, members, start }),
    controlKey: (key) => controls.push(key),
    keyspace: () => undefined,
    unknownCommand: (name) => assert.unreachable(name),
    acknowledge: () => undefined,
  });
  return { dirty, reader, controls };
}

function encode(text: string): Buffer {
  const words = text.split(" ");
  return Buffer.from(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join("")}`);
}

function taken(...commands: readonly string[]) {
  const { dirty, reader } = captured();
  for (const command of commands) reader.read(encode(command));
  const members = membersOf(takeMembers(dirty));
  return { keys: takeKeys(dirty)[0]?.flat(), members: Object.fromEntries(members) };
}

const many = (count: number): string => Array.from({ length: count }, (_, n) => `n${n}`).join(" ");

const cases: readonly (readonly [string, readonly string[] | "whole"])[] = [
  ["SADD m:1 a b", ["a", "b"]],
  ["SREM m:1 a", ["a"]],
  ["ZADD m:1 1 a -inf b", ["a", "b"]],
  ["ZADD m:1 NX 1 a", "whole"],
  ["ZADD m:1 NX CH 1 a", "whole"],
  ["ZINCRBY m:1 5 a", ["a"]],
  ["ZREM m:1 a b", ["a", "b"]],
  ["HSET m:1 a 1 b 2", ["a", "b"]],
  ["HSETNX m:1 a b", ["a"]],
  ["HDEL m:1 a b", ["a", "b"]],
  ["HINCRBY m:1 a 7", ["a"]],
  ["HINCRBYFLOAT m:1 a 7", ["a"]],
  ["DEL m:1", "whole"],
  [`SADD m:1 ${many(128)}`, many(128).split(" ")],
  [`SADD m:1 ${many(129)}`, "whole"],
  [`SADD m:1 ${"x".repeat(5000)}`, "whole"],
];

for (const [command, members] of cases) {
  test(`${command.slice(0, 30)} names ${members === "whole" ? "the whole key" : "its members"}`, () => {
    assert.equal(taken(command), { keys: ["m:1"], members: members === "whole" ? {} : { "m:1": members } });
  });
}

test("members of several commands are joined, and any other command makes the key whole", () => {
  assert.equal(taken("SADD m:1 a", "SADD m:1 b", "SREM m:1 a").members, { "m:1": ["a", "b"] });
  assert.equal(taken("SADD m:1 a", "DEL m:1").members, {});
  assert.equal(taken("DEL m:1", "SADD m:1 a").members, {});
  assert.equal(taken(`SADD m:1 ${many(120)}`, "SADD m:1 a b c d e f g h i").members, {});
});

test("nobody's members, and those of keys that are read as a whole, are not kept", () => {
  assert.equal(taken("SADD w:1 a", "SADD other a"), { keys: ["w:1"], members: {} });
});

test("a command on a key of ours is told like any other", () => {
  const { reader, controls, dirty } = captured();
  reader.read(encode("SADD rdi:{0}:p:0:stream:r a"));
  assert.equal(controls, ["rdi:{0}:p:0:stream:r"]);
  assert.is(dirty.size, 0);
});

test("a command that is cut, with a flush in between, loses none of its members", () => {
  const bytes = encode("SADD m:1 a b c");
  for (let cut = 1; cut < bytes.length; cut++) {
    const { dirty, reader } = captured();
    reader.read(bytes.subarray(0, cut));
    const before = membersOf(takeMembers(dirty));
    assert.equal(takeKeys(dirty)[0]?.flat(), []);
    assert.is(before.size, 0);
    reader.read(bytes.subarray(cut));
    assert.equal(membersOf(takeMembers(dirty)).get("m:1"), ["a", "b", "c"], `cut at ${cut}`);
  }
});

test("what could not be written is put back: members are joined, and what is whole on either side stays so", () => {
  const { dirty, reader } = captured();
  for (const command of ["SADD m:1 a", "SADD m:2 a", "DEL m:3", "SADD m:4 a"]) reader.read(encode(command));
  const members = takeMembers(dirty);
  const starts = dirty.seen;
  const [keys = []] = takeKeys(dirty);
  for (const command of ["SADD m:1 b", "DEL m:2", "SADD m:3 b"]) reader.read(encode(command));
  restoreMembers(dirty, keys, members);
  restoreKeys(dirty, 0, { keys, starts });
  assert.equal(Object.fromEntries(membersOf(takeMembers(dirty))), { "m:1": ["b", "a"], "m:4": ["a"] });
  assert.equal(takeKeys(dirty)[0]?.flat(), ["m:1", "m:2", "m:3", "m:4"]);
});

test("an entry holds the members of those keys that have some, and whatever else stands there counts as whole", () => {
  const keys = ["a", "bb", "c"];
  const members = new Map([
    ["bb", ["x", "", "\xff\x00"]],
    ["c", ["y"]],
    ["z", ["other"]],
  ]);
  const packed = packMembers(keys, members);
  const read = (bytes: Buffer) =>
    decodeEntry(Buffer.from("1-0"), [Buffer.from("k"), packKeys(keys), Buffer.from("m"), bytes])?.members;
  assert.equal(Object.fromEntries(read(packed) ?? []), { bb: ["x", "", "\xff\x00"], c: ["y"] });
  for (let length = 0; length < packed.length; length++) assert.is(read(packed.subarray(0, length))?.size, 0);
  assert.is(read(Buffer.concat([packed, Buffer.from("x")]))?.size, 0);
  assert.is(packMembers(["a"], members).length, 0);
});

test.run();
