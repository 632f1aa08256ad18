/** What RDI's expressions are here: each row is computed by a worker, and what is SQL by SQLite too. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { cellOf, documentText, exampleRows, type ExampleRow } from "./documents.ts";
import { resultsOf } from "./examples.ts";
import { complaints, projectOf } from "./frames.ts";
import { blocksOf, codeOf, codesOf } from "./markdown.ts";
import { agrees, openSqlite } from "./sqlite-sample.ts";

const FILE = "docs/coming-from-rdi.md";
const rows = exampleRows(FILE);
const byHeading = (heading: string): readonly ExampleRow[] => rows.filter(({ row }) => row.cells.has(heading));
const jmesPath = byHeading("JMESPath");
const sql = byHeading("SQLite");

test("every expression gives its result", async () => {
  const examples = rows.flatMap(({ example }) => (example === undefined ? [] : [example]));
  const results = await resultsOf(examples);
  const wrong = examples.flatMap(({ code, result, line }, index) =>
    results[index] === result ? [] : [`${FILE}:${line} ${code} gives ${results[index]}, not ${result}`],
  );
  assert.is(wrong.join("\n"), "");
});

test("every block's clause compiles", () => {
  const blocks = blocksOf(documentText(FILE)).flatMap((block) => (block.kind === "table" ? block.rows : []));
  const clauses = blocks.filter(({ cells }) => cells.has("clause"));
  assert.ok(clauses.length > 15);
  for (const row of clauses) {
    const code = codeOf(cellOf(row, "clause"));
    if (code === undefined) {
      assert.match(cellOf(row, "clause"), /^none: ./, `${FILE}:${row.line}`);
      continue;
    }
    const project = projectOf("rdi clauses", `  ${code}\n`);
    assert.equal(
      complaints("rdi clauses", project ?? "").map(({ code: found }) => found),
      [],
      `${FILE}:${row.line}`,
    );
  }
});

const STANDARD =
  "abs avg ceil contains ends_with floor join keys length map max max_by merge min min_by not_null reverse sort sort_by starts_with sum to_array to_number to_string type values";
const ADDITIONAL =
  "base64_decode capitalize concat filter_entries from_entries hash in json_parse left lower mid regex_replace replace right split time_delta_days time_delta_seconds to_entries upper uuid xml_to_dict";

test("every function of RDI's JMESPath has a row", () => {
  const called = calledIn(jmesPath.flatMap(({ row }) => codesOf(cellOf(row, "JMESPath"))));
  for (const name of `${STANDARD} ${ADDITIONAL}`.split(" ")) assert.ok(called.has(name), name);
});

const sqlite = openSqlite();
test.after(() => sqlite.close());

test("SQLite gives what its column says", () => {
  assert.ok(sql.length > 100);
  const wrong = sql.flatMap((row) => {
    const codes = codesOf(cellOf(row.row, "SQLite"));
    assert.ok(codes.length > 0, `${FILE}:${row.row.line} has no SQL`);
    return codes.flatMap((code) => disagreement(code, row));
  });
  assert.is(wrong.join("\n"), "");
});

test("every scalar function of SQLite has a row, but those of JSON and of its own extensions", () => {
  const said = sql.flatMap(({ row }) => [cellOf(row, "SQLite"), cellOf(row, "result")]).join("\n");
  const missing = sqlite.functions().filter((name) => !new RegExp(`\\b${name}\\b`).test(said));
  assert.equal(
    missing.filter((name) => !/^(json|fts5|sqlite_log|subtype|bm25|highlight|snippet|match|->)/.test(name)),
    [],
  );
});

/** What the last column may say besides a value. */
function disagreement(code: string, { row, sample, example }: ExampleRow): readonly string[] {
  const says = cellOf(row, "SQLite gives");
  const found = sqlite.value(code, sample);
  const expected = says === "same" ? example?.result : codeOf(says);
  const problem = (what: string): readonly string[] => [`${FILE}:${row.line} ${code} ${what}`];
  if (says === "is not there") return found === undefined ? [] : problem(`gives ${found}`);
  if (found === undefined) return problem("is refused");
  if (says === "another one each time") return sqlite.value(code, sample) === found ? problem("is the same twice") : [];
  if (says === "depends on the machine") return [];
  if (expected === undefined) return problem("has no result");
  const differs = says !== "same" && example !== undefined && agrees(found, example.result);
  if (differs) return problem("gives the same, but the row says that it does not");
  return agrees(found, expected) ? [] : problem(`gives ${found}, not ${expected}`);
}

function calledIn(codes: readonly string[]): ReadonlySet<string> {
  return new Set(codes.flatMap((code) => Array.from(code.matchAll(/(\w+)\(/g), ([, name = ""]) => name)));
}

test.run();
