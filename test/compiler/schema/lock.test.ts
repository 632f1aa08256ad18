/** A lock file says everything, says it in one way, and is read back as what it says, whatever was done to it. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { SchemaLock } from "../../../compiler/schema/lock.ts";
import { lockText } from "../../../compiler/schema/lock-text.ts";
import { mergeLocks } from "../../../compiler/schema/merge-locks.ts";
import { readLock } from "../../../compiler/schema/read-lock.ts";
import { random, type Random } from "../../support/random.ts";
import { randomLock } from "./random-lock.ts";

const dice = random();

function read(text: string): SchemaLock {
  const result = readLock(text);
  if ("problem" in result) throw new Error(`${result.problem.what}: ${text}`);
  return result.lock;
}

/** Where the order means nothing, any order is the same. */
function unordered({ targets }: SchemaLock): string {
  const list = (items: readonly unknown[]): readonly string[] => items.map((item) => JSON.stringify(item)).sort();
  return JSON.stringify(
    list(
      targets.map((target) => ({
        ...target,
        own: list(target.own.map((own) => ({ ...own, columns: [...own.columns].sort() }))),
        tables: list(
          target.tables.map((table) => ({
            ...table,
            columns: list(table.columns),
            indexes: list(table.indexes),
            foreignKeys: list(table.foreignKeys),
          })),
        ),
      })),
    ),
  );
}

function shuffled({ targets }: SchemaLock, by: Random): SchemaLock {
  return {
    targets: by.shuffle(targets).map((target) => ({
      ...target,
      own: by.shuffle(target.own),
      tables: by.shuffle(target.tables).map((table) => ({
        ...table,
        columns: by.shuffle(table.columns),
        indexes: by.shuffle(table.indexes),
        foreignKeys: by.shuffle(table.foreignKeys),
      })),
    })),
  };
}

test("what is written is read back, and written again it is the same to the byte", () => {
  for (let count = 0; count < 600; count++) {
    const lock = randomLock(dice);
    const text = lockText(lock);
    const back = read(text);
    assert.is(unordered(back), unordered(lock), text);
    assert.is(lockText(back), text);
  }
});

test("the order in which a database answers does not show", () => {
  for (let count = 0; count < 200; count++) {
    // Tables of one name in two lists can't be told apart, and don't come from a database.
    const lock = randomLock(dice);
    const known = new Set(lock.targets.flatMap(({ tables }) => tables.map(({ table }) => table)));
    if (known.size === lock.targets.flatMap(({ tables }) => tables).length)
      assert.is(lockText(shuffled(lock, dice)), lockText(lock));
  }
});

test("a column, an index and a foreign key take a line each", () => {
  for (let count = 0; count < 200; count++) {
    const lock = randomLock(dice);
    const tables = lock.targets.flatMap((target) => target.tables);
    const wanted = tables.flatMap(({ columns, indexes, foreignKeys }) => [
      ...columns,
      ...indexes,
      ...foreignKeys,
    ]).length;
    const lines = lockText(lock)
      .split("\n")
      .filter((line) => line.startsWith('            { "name": '));
    assert.is(lines.length, wanted);
  }
});

test("a text that somebody damaged is read, or refused with a reason; nothing is thrown", () => {
  let refused = 0;
  for (let count = 0; count < 1_500; count++) {
    const text = lockText(randomLock(dice));
    const at = dice.int(0, text.length - 1);
    const damage = dice.pick(["", "}", '"x"', "null", "7", "\n<<<<<<< HEAD\n"]);
    const result = readLock(text.slice(0, at) + damage + text.slice(at + dice.int(0, 9)));
    if ("lock" in result) continue;
    refused++;
    assert.match(result.problem.what, /^(is|lacks|has) /);
    assert.ok(result.problem.offset >= 0 && result.problem.offset <= text.length + damage.length);
  }
  assert.ok(refused > 500, `${refused} refused`);
});

const wrong: readonly (readonly [string, string, RegExp])[] = [
  ["nothing", "", /^is not JSON$/],
  ["another version", '{ "version": 2, "targets": [] }', /^is of version 2, which/],
  ["no version", "{}", /^is of version none/],
  ["a list", "[]", /^lacks an object at the file$/],
  ["no targets", '{ "version": 1 }', /^lacks a list at targets$/],
  ["a target that is none", '{ "version": 1, "targets": [null] }', /^lacks an object at targets\[0\]$/],
  ["a merge conflict", '{\n=======\n"version": 1 }', /^has a merge conflict$/],
];

for (const [what, text, says] of wrong) {
  test(`${what} is refused`, () => {
    const result = readLock(text);
    assert.match("problem" in result ? result.problem.what : "is read", says);
  });
}

test("properties that this version does not know are passed over", () => {
  assert.equal(read('{ "version": 1, "targets": [], "more": { "a": 1 } }'), { targets: [] });
});

test("what was looked at replaces what was known, and the rest stays", () => {
  const table = (name: string, type: string): SchemaLock["targets"][number]["tables"][number] => ({
    ...{ schema: "s", table: name, kind: "table", foundIn: undefined, near: [], indexes: [], foreignKeys: [] },
    columns: [
      {
        ...{ name: "id", type, domain: undefined, notNull: false, filled: false, default: undefined },
        ...{ generated: undefined, identity: undefined, collation: undefined, exact: true },
      },
    ],
  });
  const target = (name: string, ...tables: SchemaLock["targets"][number]["tables"]): SchemaLock["targets"][number] => {
    return { name, system: "postgres", tables, own: [] };
  };
  const earlier = { targets: [target("a", table("x", "text"), table("y", "text")), target("b", table("x", "text"))] };
  const merged = mergeLocks(earlier, { targets: [target("a", table("y", "uuid"), table("z", "uuid"))] });
  const expected = {
    targets: [target("a", table("x", "text"), table("y", "uuid"), table("z", "uuid")), target("b", table("x", "text"))],
  };
  assert.is(unordered(merged), unordered(expected));
});

test.run();
