import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CommandPlan } from "../../../runtime/capture/command-plan.ts";
import { createCommandReader } from "../../../runtime/capture/command-reader.ts";
import { SPECIAL_COMMANDS } from "../../../runtime/capture/special-commands.ts";

const PLANS: readonly CommandPlan[] = [
  { kind: "range", name: "hset", first: 1, last: 1, step: 1 },
  { kind: "range", name: "del", first: 1, last: -1, step: 1 },
  { kind: "range", name: "mset", first: 1, last: -1, step: 2 },
  { kind: "range", name: "rename", first: 1, last: 2, step: 1 },
  { kind: "none", name: "script" },
  ...SPECIAL_COMMANDS,
];
const TABLE = new Map(PLANS.map((plan) => [plan.name, plan]));
const START = { replid: "a".repeat(40), offset: 1000, database: undefined };

type Words = readonly string[];

/** What the reader has to report, by a reading that is as plain as can be: one whole command after another. */
function expected(commands: readonly Words[]): readonly string[] {
  const events: string[] = [];
  let offset = START.offset;
  let database = "?";
  for (const words of commands) {
    const [name = "", first = "", second = ""] = words;
    const key = (word: string | undefined, db = database) =>
      events.push(`${(word ?? "").startsWith("rdi:{") ? "control" : "key"} ${word} ${offset} ${db}`);
    const known = name.toLowerCase();
    if (known === "select") database = first;
    else if (known === "hset" && !first.startsWith("rdi:{")) key(first);
    else if (known === "del") words.slice(1).forEach((word) => key(word));
    else if (known === "mset") words.forEach((word, index) => index % 2 === 1 && key(word));
    else if (known === "rename") [first, second].forEach((word) => key(word));
    else if (known === "move") [database, second].forEach((db) => key(first, db));
    else if (known === "copy") key(second, words[4] ?? database);
    else if (known === "flushdb") events.push(`keyspace ${database}`);
    else if (known === "flushall") events.push("keyspace all");
    else if (known === "swapdb") events.push(`keyspace ${first},${second}`);
    else if (known === "replconf") events.push("acknowledge");
    else if (known === "mod.do") (events.push(`unknown ${known}`), words.slice(1).forEach((word) => key(word, "?")));
    offset += encode(words).length;
  }
  return events;
}

function actual(chunks: readonly Buffer[]) {
  const events: string[] = [];
  const reader = createCommandReader(START, TABLE, {
    key: (key, start, database) => events.push(`key ${key} ${start} ${database ?? "?"}`),
    asksForMembers: () => false,
    members: () => assert.unreachable("nobody asks for members"),
    controlKey: (key, start, database) => events.push(`control ${key} ${start} ${database ?? "?"}`),
    keyspace: (databases) =>
      events.push(`keyspace ${databases === "all" ? "all" : databases.map((each) => each ?? "?").join()}`),
    unknownCommand: (name) => events.push(`unknown ${name}`),
    acknowledge: () => events.push("acknowledge"),
  });
  for (const chunk of chunks) reader.read(chunk);
  return { events, reader };
}

function encode(words: Words): Buffer {
  const parts = words.map((word) => `$${word.length}\r\n${word}\r\n`);
  return Buffer.from(`*${words.length}\r\n${parts.join("")}`, "latin1");
}

/** A small generator whose numbers follow from its seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function randomCommands(next: () => number, count: number): Words[] {
  const pick = <T>(choices: readonly [T, ...T[]]): T => choices[Math.floor(next() * choices.length)] ?? choices[0];
  const key = () =>
    pick([
      `c:${Math.floor(next() * 9)}`,
      "",
      "\r\n*3\r\n",
      "\xff\x00\n",
      "k".repeat(300),
      "rdi:{0}:p:0:stream:r",
      "rdi:",
    ]);
  const value = () => pick(["", "v", "$5\r\nhello\r\n", "*2\r\n", "\n\n", "x".repeat(Math.floor(next() * 5000))]);
  return Array.from({ length: count }, () =>
    pick<() => Words>([
      () => [pick(["HSET", "hset"]), key(), "f", value(), "g", value()],
      () => ["DEL", key(), key(), key()],
      () => ["MSET", key(), value(), key(), value()],
      () => ["RENAME", key(), key()],
      () => ["SELECT", String(Math.floor(next() * 16))],
      () => ["PING"],
      () => ["PUBLISH", key(), value()],
      () => ["MOVE", key(), "3"],
      () => ["COPY", key(), key(), "DB", "12"],
      () => ["COPY", key(), key()],
      () => ["FLUSHDB"],
      () => ["FLUSHALL", "ASYNC"],
      () => ["SWAPDB", "0", "1"],
      () => ["REPLCONF", "GETACK", "*"],
      () => ["SCRIPT", "LOAD", value()],
      () => ["MOD.DO", key(), value()],
    ])(),
  );
}

function randomCuts(next: () => number, bytes: Buffer): Buffer[] {
  const longest = next() < 0.3 ? 3 : next() < 0.5 ? 40 : 4000;
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + Math.floor(next() * longest);
    chunks.push(bytes.subarray(at, end));
    at = end;
  }
  return chunks;
}

test("random streams cut at random places are read like whole ones", () => {
  for (let round = 0; round < 60; round++) {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const next = random(seed);
    const commands = randomCommands(next, 40);
    const bytes = Buffer.concat(commands.map(encode));
    const { events, reader } = actual(randomCuts(next, bytes));
    assert.equal(events, expected(commands), `seed ${seed}`);
    assert.is(reader.position().offset, START.offset + bytes.length, `seed ${seed}`);
  }
});

test("a stream cut at every single place is read like a whole one", () => {
  const commands = randomCommands(random(7), 12).map((words) => words.map((word) => word.slice(0, 60)));
  const bytes = Buffer.concat(commands.map(encode));
  const whole = expected(commands);
  for (let cut = 1; cut < bytes.length; cut++) {
    const { events, reader } = actual([bytes.subarray(0, cut), bytes.subarray(cut)]);
    assert.equal(events, whole, `cut at ${cut}`);
    assert.is(reader.position().offset, START.offset + bytes.length);
  }
});

test("the position rests between commands, and before a transaction until it ends", () => {
  const select = encode(["SELECT", "2"]);
  const before = encode(["HSET", "a", "f", "1"]);
  const multi = Buffer.concat([encode(["MULTI"]), encode(["SELECT", "5"]), encode(["HSET", "b", "f", "1"])]);
  const exec = encode(["EXEC"]);
  const boundary = START.offset + select.length + before.length;

  const { reader } = actual([select, before, multi]);
  assert.equal(reader.position(), { ...START, offset: boundary, database: 2 });
  assert.ok(reader.inTransaction());
  reader.read(exec.subarray(0, 5));
  assert.is(reader.position().offset, boundary);
  reader.read(exec.subarray(5));
  assert.equal(reader.position(), { ...START, offset: boundary + multi.length + exec.length, database: 5 });
  assert.not.ok(reader.inTransaction());
});

test("a key is told at the end of its command, when the position lies behind it", () => {
  const command = encode(["HSET", "a", "f", "1"]);
  const { events, reader } = actual([command.subarray(0, -1)]);
  assert.equal(events, []);
  assert.is(reader.position().offset, START.offset);
  reader.read(command.subarray(-1));
  assert.equal(events, [`key a ${START.offset} ?`]);
  assert.is(reader.position().offset, START.offset + command.length);
});

test("keepalives between commands are no part of the stream", () => {
  const command = encode(["HSET", "a", "f", "1"]);
  const { events, reader } = actual([Buffer.from("\n"), command, Buffer.from("\n\n"), command, Buffer.from("\n")]);
  assert.equal(events, [`key a ${START.offset} ?`, `key a ${START.offset + command.length} ?`]);
  assert.is(reader.position().offset, START.offset + 2 * command.length);
});

test("our own work is not foreign traffic, and neither is the protocol's", () => {
  const own = [["MULTI"], ["HSET", "rdi:{0}:p:0:position", "0", "x"], ["EXEC"], ["PING"], ["SELECT", "0"]];
  const { events, reader } = actual(own.map(encode));
  assert.equal(events, []);
  assert.is(reader.foreignOffset(), -1);
  const at = reader.position().offset;
  reader.read(encode(["PUBLISH", "channel", "text"]));
  assert.is(reader.foreignOffset(), at);
});

test("bytes that are no command stream are refused, not guessed at", () => {
  for (const text of ["+OK\r\n", "*1\r\n:1\r\n", "*x\r\n", "*0\r\n", "*1\r\n$4\r\nPING\r\nPING\r\n"]) {
    assert.throws(() => actual([Buffer.from(text)]), /command stream/, JSON.stringify(text));
  }
});

test("a value of many megabytes passes through without being kept", () => {
  const value = Buffer.alloc(1 << 20, "x");
  const chunks = [Buffer.from(`*4\r\n$4\r\nHSET\r\n$1\r\na\r\n$1\r\nf\r\n$${200 * value.length}\r\n`)];
  for (let megabyte = 0; megabyte < 200; megabyte++) chunks.push(value);
  const before = process.memoryUsage().arrayBuffers;
  const { events } = actual([...chunks, Buffer.from("\r\n")]);
  assert.equal(events, [`key a ${START.offset} ?`]);
  assert.ok(process.memoryUsage().arrayBuffers - before < value.length);
});

test.run();
