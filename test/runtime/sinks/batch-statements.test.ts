import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Table } from "../../../runtime/job.ts";
import { batchStatements } from "../../../runtime/sinks/batch-statements.ts";
import { SinkError, type TableWrite, type WriteBatch } from "../../../runtime/sinks/sink.ts";
import { customers, items, sales, write } from "./hand-written-tables.ts";

const ada = { id: 1n, name: "Ada", email: null };
const bob = { id: 2n, name: "Bob", email: null };
const line = { customer_id: 1n, line: 1, sku: "a" };

function names(
  mode: WriteBatch["mode"],
  ...tables: readonly TableWrite<Table>[]
): readonly (readonly (string | undefined)[])[] {
  const { writes, checks, removals } = batchStatements({ mode, tables, readAt: undefined });
  return [writes, checks, removals].map((steps) => steps.map(({ bound }) => bound.name));
}

test("removals come behind the upserts, child before parent", () => {
  const child: Table = { ...items, moved: [] };
  assert.equal(names("upsert", write(customers, [ada], [bob]), write(child, [line], [{ customer_id: 2n }])), [
    ["customers_upsert", "items_upsert"],
    [],
    ["items_remove", "customers_remove"],
  ]);
});

test("where rows can move all removals come first, child before parent", () => {
  assert.equal(names("upsert", write(customers, [ada], [bob]), write(items, [line], [{ customer_id: 2n }])), [
    ["items_remove_moved", "customers_remove", "customers_upsert", "items_upsert"],
    [],
    [],
  ]);
});

test("a replacement removes child before parent and inserts parent before child, without checks", () => {
  assert.equal(names("replace", write(customers, [ada], [bob]), write(items, [line])), [
    ["items_remove", "customers_remove", "customers_insert", "items_insert"],
    [],
    [],
  ]);
  assert.equal(names("replace", write(sales, [{ receipt: "r", redis_key: "k", note: null }]))[1], []);
});

test("rows of another key are looked for behind the upsert", () => {
  assert.equal(names("upsert", write(sales, [{ receipt: "r", redis_key: "k", note: null }])), [
    ["sales_remove_moved", "sales_upsert"],
    ["sales_collisions"],
    [],
  ]);
});

test("empty statements are left out", () => {
  assert.equal(names("upsert", write(customers, [], [bob])), [[], [], ["customers_remove"]]);
  assert.equal(names("upsert", write(customers, [])), [[], [], []]);
});

test("kept rows are never removed, and can't be replaced", () => {
  const kept: Table = { ...customers, insert: undefined, removals: [] };
  assert.equal(names("upsert", write(kept, [ada], [bob])), [["customers_upsert"], [], []]);
  assert.throws(
    () => names("replace", write(kept, [ada])),
    (error: unknown) => error instanceof SinkError && error.class === "halt",
  );
});

test.run();
