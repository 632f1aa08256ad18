/** Every example of the language reference gives what it says there, and every function has one. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SIGNATURES } from "../../compiler/check/built-ins.ts";
import { cellOf, exampleRows } from "./documents.ts";
import { resultsOf } from "./examples.ts";
import { codeOf } from "./markdown.ts";

const FILE = "docs/language.md";
const rows = exampleRows(FILE);

test("every example gives its result", async () => {
  const examples = rows.flatMap(({ example }) => (example === undefined ? [] : [example]));
  assert.is(examples.length, rows.length);
  const results = await resultsOf(examples);
  const wrong = examples.flatMap(({ code, result, line }, index) =>
    results[index] === result ? [] : [`${FILE}:${line} ${code} gives ${results[index]}, not ${result}`],
  );
  assert.is(wrong.join("\n"), "");
});

test("exactly the functions that there are stand in the tables, as they are called", () => {
  const documented = rows.flatMap(({ row }) => codeOf(cellOf(row, "function")) ?? []);
  assert.equal([...documented].sort(), [...SIGNATURES.values()].sort());
});

test("the example beside a function calls it", () => {
  for (const { row, example } of rows) {
    const signature = codeOf(cellOf(row, "function"));
    if (signature === undefined) continue;
    const name = signature.slice(0, signature.indexOf("(") + 1);
    assert.ok(example?.code.includes(name), `${FILE}:${row.line} does not call ${signature}`);
  }
});

test("every example with a function in it is found, and no table is empty", () => {
  assert.ok(rows.length > 200);
  for (const heading of ["function", "meaning"]) assert.ok(rows.some(({ row }) => cellOf(row, heading) !== ""));
});

test.run();
