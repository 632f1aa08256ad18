import { test } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "../../grammar/parse.ts";
import { describe, source } from "./support.ts";

test("three mistakes in three columns are three diagnostics, and the columns around them are read", () => {
  const text = [
    "job a {",
    '  from hash "a:{id}"',
    "  into db.t key (id) {",
    "    id: text = @id",
    "    b: = 1",
    "    c: text",
    "    d int",
    "    e: text = lower(e",
    "    f: int",
    "  }",
    "}",
  ].join("\n");
  assert.equal(describe(text), ["5:8 RDI1106", "7:5 RDI1106", "9:5 RDI1102"]);
  const [job] = parse(source(text)).file.declarations;
  const into = job?.kind === "job" ? job.clauses[0] : undefined;
  if (into?.kind !== "into" || into.destination.kind !== "table") throw new Error("the table was lost");
  assert.equal(
    into.destination.columns.map(({ name }) => name.text),
    ["id", "c", "e", "f"],
  );
});

test("mistakes in three clauses are three diagnostics", () => {
  const text =
    'job a {\n  from hash "a"\n  let = 1\n  where x > \n  let y = 2\n  fro z in zs {\n    let q = 1\n  }\n  let z = 3\n}\n';
  assert.equal(describe(text), ["3:7 RDI1101", "5:3 RDI1105", "6:3 RDI1104"]);
  const [job] = parse(source(text)).file.declarations;
  assert.equal(job?.kind === "job" ? job.clauses.map(({ kind }) => kind) : [], ["let", "let"]);
});

test("mistakes in three declarations are three diagnostics", () => {
  const text = 'source { }\ntarget db postgres { }\njob a {\n  from hash\n}\njob b {\n  from hash "b"\n}\n';
  assert.equal(describe(text), ["1:8 RDI1101", "2:11 RDI1101", "5:1 RDI1101"]);
  assert.is(parse(source(text)).file.declarations.at(-1)?.kind, "job");
});

test("mistakes in three steps of a test are three diagnostics", () => {
  const text = 'test "t" {\n  given hash { a: 1 }\n  delete "a"\n  expct db.t []\n  at "x"\n  expect db t\n}\n';
  assert.equal(describe(text), ["2:14 RDI1101", "4:3 RDI1112", "7:1 RDI1101"]);
});

test("mistakes in three entries are three diagnostics", () => {
  const text = "source redis {\n  a: ,\n  b: 1\n  c = 2\n  d: [1 2]\n  e: 3\n}\n";
  assert.equal(describe(text), ["2:6 RDI1105", "4:5 RDI1101", "5:9 RDI1011"]);
  const [redis] = parse(source(text)).file.declarations;
  const names =
    redis?.kind === "source"
      ? redis.settings.entries.map((entry) => (entry.kind === "entry" ? entry.name.text : ""))
      : [];
  assert.equal(names, ["b", "c", "e"]);
});

test("a missing brace is one diagnostic, wherever it is missing", () => {
  const lines = [
    "job a {",
    '  from hash "a:{id}"',
    "  for x in xs {",
    "    into db.t key (id) {",
    "      id: text",
    "    }",
    "  }",
    "  where y {",
    "    let z = 1",
    "  }",
    "}",
    "job b {",
    '  from hash "b"',
    "}",
  ];
  for (const index of [5, 6, 9, 10]) {
    const text = lines.filter((_, line) => line !== index).join("\n");
    assert.equal(
      describe(text).map((place) => place.replace(/.* /, "")),
      ["RDI1102"],
      `without line ${index + 1}`,
    );
    assert.equal(
      parse(source(text)).file.declarations.map((job) => (job.kind === "job" ? job.name.text : "")),
      ["a", "b"],
    );
  }
});

test("an unclosed text swallows neither brackets nor lines", () => {
  assert.equal(describe('job a {\n  from hash "a"\n  let x = f(g("y))\n  let z = 1 +\n}'), [
    "3:15 RDI1003",
    "5:1 RDI1105",
  ]);
});

test("both sides of a merge conflict make one diagnostic", () => {
  const text =
    "<<<<<<< a\nsource redis { }\n||||||| base\nsource\n=======\nsource redis { x: 1 }\n>>>>>>> b\nfn f() = 1 +";
  assert.equal(describe(text), ["1:1 RDI1005", "8:13 RDI1105"]);
});

test("a text that is no file of ours gives few diagnostics", () => {
  assert.ok(describe("<html><body><p class='x'>Hello, world!</p></body></html>\n").length <= 3);
  assert.ok(describe('{"name": "x", "version": 1}').length <= 2);
});

test.run();
