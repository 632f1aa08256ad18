/**
 * Prints the CPU time that reading one change (HSET with 5 fields) from the stream and gathering its key takes.
 * Run it by hand: node --import tsx test/runtime/capture/reader-speed.ts
 */
import type { CommandPlan } from "../../../runtime/capture/command-plan.ts";
import { createCommandReader } from "../../../runtime/capture/command-reader.ts";
import { addKey, createDirtySet, takeKeys } from "../../../runtime/capture/dirty-set.ts";

const CHANGES = 200_000;
const CHUNK = 64 * 1024;
const KEYS_A_FLUSH = 200;

const pattern = { text: "c:{id:int}", regex: /^customer:(0|-?[1-9]\d*)$/, prefix: "customer:", glob: "customer:*" };
const table = new Map<string, CommandPlan>([["hset", { kind: "range", name: "hset", first: 1, last: 1, step: 1 }]]);

function recorded(): Buffer {
  const changes = Array.from({ length: CHANGES }, (_, id) => {
    const fields = [
      "name",
      `Name ${id}`,
      "email",
      `n${id}@example.org`,
      "city",
      "Berlin",
      "balance",
      "12345.67",
      "since",
      "2024-01-01",
    ];
    const words = ["HSET", `customer:${(id * 7919) % 50_000}`, ...fields];
    return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join("")}`;
  });
  return Buffer.from(changes.join(""), "latin1");
}

function readAll(bytes: Buffer): number {
  const routes = [{ name: "r", job: "j", pattern }];
  const dirty = createDirtySet({ routes, floors: Array<number>(8).fill(0), onUnmatched: () => undefined });
  const reader = createCommandReader({ replid: "", offset: 0, database: 0 }, table, {
    key: (key, start) => addKey(dirty, key, start),
    asksForMembers: () => false,
    members: () => undefined,
    controlKey: () => undefined,
    keyspace: () => undefined,
    unknownCommand: () => undefined,
    acknowledge: () => undefined,
  });
  const before = process.cpuUsage();
  for (let at = 0; at < bytes.length; at += CHUNK) {
    reader.read(bytes.subarray(at, at + CHUNK));
    if (dirty.size > KEYS_A_FLUSH) takeKeys(dirty);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CHANGES;
}

const bytes = recorded();
for (let round = 1; round <= 5; round++) console.log(`round ${round}: ${readAll(bytes).toFixed(2)} µs of CPU a change`);
