/** Parameters and names of PostgreSQL's statements. Their texts are in test/conformance/sql. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { jobStatements } from "../../../compiler/sql/job-statements.ts";
import { statementName } from "../../../compiler/sql/statement-names.ts";
import { jobOf, SHAPES } from "./shapes.ts";

test("parameters are as many and as high as the text says", () => {
  for (const shape of SHAPES) {
    for (const { writes, insert, removals, moved, collisions } of jobStatements(jobOf(shape))) {
      for (const one of [...writes, insert, collisions])
        if (one) assert.is(highest(one.text), one.rows.length, shape.name);
      for (const { text, owners } of removals) assert.is(highest(text), owners.length, shape.name);
      for (const { text, owners, rows } of moved) assert.is(highest(text), owners.length + rows.length, shape.name);
    }
  }
});

test("all writes of a table take the same parameters", () => {
  for (const shape of SHAPES) {
    for (const { writes } of jobStatements(jobOf(shape)))
      for (const { rows } of writes) assert.equal(rows, writes[0]?.rows, shape.name);
  }
});

function highest(text: string): number {
  return Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
}

test("statement names are short, plain and told apart", () => {
  const jobs = [
    "a",
    "a.b",
    "b",
    "ab",
    "x".repeat(80),
    `${"x".repeat(80)}y`,
    "日本語",
    "日本誤",
    "two words",
    "two  words",
  ];
  const names = jobs.flatMap((job) =>
    ["a", "b", "x".repeat(70)].map((table) => statementName(job, table, "collisions")),
  );
  assert.is(new Set(names).size, names.length);
  for (const name of names) {
    assert.ok(Buffer.byteLength(name) <= 63, name);
    assert.match(name, /^[\x21-\x7e]+$/);
  }
});

test("a statement is named after its job and table", () => {
  assert.is(statementName("orders", "items", "upsert"), "orders.items.upsert");
  assert.is(statementName("orders", "orders", "upsert"), "orders.upsert");
});

test.run();
