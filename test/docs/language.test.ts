/** Every example of the language reference gives what it says there, and every function has one. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SIGNATURES } from "../../compiler/check/built-ins.ts";
import { RUNTIME_CODES, type CodeEntry } from "../../runtime/codes.ts";
import { cellOf, documentText, exampleRows } from "./documents.ts";
import { resultsOf } from "./examples.ts";
import { complaints, projectOf } from "./frames.ts";
import { blocksOf, codeOf } from "./markdown.ts";

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

test("what the compiler refuses has its code", () => {
  const tables = blocksOf(documentText(FILE)).flatMap((block) => (block.kind === "table" ? block.rows : []));
  const refused = tables.filter(({ cells }) => cells.has("refused with"));
  assert.ok(refused.length > 25);
  for (const row of refused) {
    const project = projectOf("rdi clauses", `  ${codeOf(cellOf(row, "clauses"))}\n`);
    const codes = complaints("rdi clauses", project ?? "").map(({ code }) => code);
    assert.equal(codes, [codeOf(cellOf(row, "refused with"))], `${FILE}:${row.line}`);
  }
});

/** What the compiler answers to a setting that it does not know lists those that it does. */
test("every setting stands in a table", () => {
  const text = documentText(FILE);
  const blocks = ["source redis { zzz: 1 }", "target db: postgres { zzz: 1 }", "delivery { zzz: 1 }"];
  for (const block of blocks) {
    const answer = complaints("rdi", `${block}\n`).find(({ code }) => code === "RDI2005");
    const names = Array.from((answer?.details ?? []).join().matchAll(/`(\w+)`/g), ([, name = ""]) => name);
    assert.ok(names.length > 1, block);
    for (const name of names) assert.match(text, new RegExp(`^\\| [^|]*\`${name}\`[^|]* \\|`, "m"));
  }
});

test("every code that a value can be rejected with stands in a table", () => {
  const codes = Object.entries<CodeEntry>(RUNTIME_CODES).flatMap(([code, { kind }]) =>
    kind === "dead_letter" && code !== "RDI5021" ? [code] : [],
  );
  assert.ok(codes.length > 10);
  for (const code of codes) assert.match(documentText(FILE), new RegExp(`^\\| .*${code}.* \\|`, "m"));
});

test("every example with a function in it is found, and no table is empty", () => {
  assert.ok(rows.length > 200);
  for (const heading of ["function", "meaning"]) assert.ok(rows.some(({ row }) => cellOf(row, heading) !== ""));
});

test.run();
