/** `rdi test`: what it runs, how it answers, and how it ends. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { casesCommand } from "../../../compiler/commands/cases.ts";
import { testCommand, type TestOptions } from "../../../compiler/commands/test.ts";
import { packageRoot } from "../../../compiler/package-root.ts";
import type { TestReport } from "../../../compiler/tests/report.ts";
import { UsageError } from "../../../compiler/usage-error.ts";
import { endAll, temporaryFolder } from "../../setup/servers.mjs";
import { startNode } from "../../support/processes.ts";

const ROOT = packageRoot();
const SAMPLES = readdirSync(join(ROOT, "samples")).map((name) => join(ROOT, "samples", name));
const HEAD = `source redis { url: env("REDIS_URL") }
target db: postgres { url: env("DB_URL") }

job people {
  from hash "person:{id:int}"
  into db.people key (id) { id: int = @id, name: text not null, secret: text sensitive, age: int }
}
`;
const GOOD = `test "good" { given hash "person:1" { name: "Ada", secret: null, age: 36 } expect db.people [{ id: 1, age: 36 }] }\n`;
const BAD = `test "bad <&> one" {
  given hash "person:1" { name: "Ada", secret: "s3cret", age: 36 }
  given hash "person:2" { name: "Grace", secret: "t0p", age: 37 }
  given hash "person:3" { age: 1 }
  expect db.people [
    { id: 1, name: "Ada L.", secret: "guess", age: 36 },
    { id: 4 },
  ]
  expect rejected "person:3" RDI5010
}
`;

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Asked extends Partial<TestOptions> {
  readonly color?: boolean;
}

async function answerOf(paths: readonly string[], { color = false, ...options }: Asked = {}): Promise<Answer> {
  let [out, err] = ["", ""];
  const output = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), color };
  const code = await testCommand(paths, { json: false, junit: undefined, only: undefined, ...options }, output);
  return { code, out, err };
}

function project(text: string, name = "people"): string {
  const folder = join(temporaryFolder("rdi-tests-"), name);
  mkdirSync(folder);
  writeFileSync(join(folder, "people.rdi"), text);
  return folder;
}

test("the tests of every sample pass, without a warning", async () => {
  const { code, out, err } = await answerOf(SAMPLES);
  assert.is(err, "");
  assert.is(code, 0, out);
  const count = /^(\d+) passed, 0 failed$/m.exec(out)?.[1];
  assert.ok(Number(count) >= 2 * SAMPLES.length, out);
});

test("every sample has a test of a key that goes and one of a dead letter", () => {
  for (const folder of SAMPLES) {
    const texts = readdirSync(folder).filter((name) => name.endsWith(".rdi"));
    const text = texts.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
    for (const step of [/^ {2}delete "/m, /^ {2}expect rejected "/m]) assert.match(text, step, folder);
  }
});

test("a process runs them as well, and its exit code says that one failed", async () => {
  const folder = project(HEAD + GOOD + BAD);
  const run = startNode(join(ROOT, "compiler/rdi.mjs"), ["test", folder], { cwd: ROOT });
  const { code } = await run.exit(60_000);
  assert.is(code, 1, run.stderr());
  assert.match(run.stdout(), "1 passed, 1 failed\n");
});

test("a failure shows each row beside the nearest, with the columns that differ, and nothing that is sensitive", async () => {
  const folder = project(HEAD + BAD);
  const file = join(folder, "people.rdi");
  const { code, out, err } = await answerOf([folder]);
  assert.is(code, 1);
  assert.is(err, "");
  assert.is(
    out,
    `FAIL bad <&> one
       ${file}:12 db.people has other rows
         the row of line 13 differs:
             id      1
           > name    expected "Ada L."
                     actual   "Ada"
           > secret  expected *** (sensitive, and not the same)
                     actual   ***
             age     36
         the row of line 14 differs:
           > id  expected 4
                 actual   2
       ${file}:16 person:3 was not rejected with RDI5010: but with RDI5012
       person:3 was refused: RDI5012 name: null where it may not be (people.rdi:6)
0 passed, 1 failed
`,
  );
});

test("rows that are missing and rows that are left are shown whole", async () => {
  const text = `test "missing" { given hash "person:1" { name: "Ada", secret: "x", age: null } expect db.people [{ id: 1 }, { id: 2, name: "\\u001b[1m" }] }
test "left" { given hash "person:1" { name: "Ada", secret: "x", age: null } expect db.people [] }`;
  const { out } = await answerOf([project(HEAD + text)]);
  assert.match(out, `the row of line 8 is not there: { id: 2, name: "\\u001b[1m" }`);
  assert.match(out, `a row that is not expected: { id: 1, name: "Ada", secret: ***, age: null }`);
});

const CACHE = `source redis { url: env("REDIS_URL") }
target cache: redis { url: env("CACHE_URL") }
target db: postgres { url: env("DB_URL") }
job people {
  from hash "person:{id:int}"
  into cache hash "card:{@id}" { name, city }
  into cache json "doc:{@id}" { name, list: [1, 2] }
  into cache set "tags:{@id}" { member: name }
  append into cache stream "log" { name, city }
}
job secrets {
  from hash "secret:{id:int}"
  into cache string "pin:{@id}" { value: pin }
  into db.pins key (id) { id: int = @id, pin: text sensitive }
}
`;

const CACHED = `test "cached" {
  given hash "person:1" { name: "Ada", city: 5 }
  expect cache hash "card:1" { name: "Ade", zip: 5 }
  expect cache hash "card:2" { name: "Ade" }
  expect cache json "doc:1" null
  expect cache json "doc:1" { name: "Ada", list: [1, 2.0] }
  expect cache json "doc:1" { name: "Ada", list: [1] }
  expect cache set "tags:1" ["Ada", "\\u001b"]
  expect cache stream "log" [{ city: 5, name: "Ada" }, { name: "Eva" }]
}
`;

test("of a key all parts are shown, with what is there and what was expected", async () => {
  const folder = project(CACHE + CACHED);
  const file = join(folder, "people.rdi");
  const { code, out } = await answerOf([folder]);
  assert.is(code, 1);
  assert.is(
    out,
    `FAIL cached
       ${file}:18 cache hash "card:1" differs:
           > name  expected "Ade"
                   actual   "Ada"
           > zip   expected "5"
                   actual   nothing
           > city  expected nothing
                   actual   "5"
       ${file}:19 cache hash "card:2" is not there: { name: "Ade" }
       ${file}:20 cache json "doc:1" is there: { name: "Ada", list: [1,2] }
       ${file}:22 cache json "doc:1" differs:
             name  "Ada"
           > list  expected [1]
                   actual   [1,2]
       ${file}:23 cache set "tags:1" differs:
             Ada       "Ada"
           > "\\u001b"  expected "\\u001b"
                       actual   nothing
       ${file}:24 cache stream "log" differs:
             entry 1  {"name":"Ada","city":"5"}
           > entry 2  expected {"name":"Eva"}
                      actual   nothing
0 passed, 1 failed
`,
  );
});

test("keys of a job with a sensitive column are masked", async () => {
  const text = `test "a pin" { given hash "secret:1" { pin: "t0p" } expect cache string "pin:1" "guess" }`;
  const folder = project(CACHE + text);
  const { out } = await answerOf([folder]);
  assert.match(out, "> value  expected *** (sensitive, and not the same)");
  for (const form of [out, (await answerOf([folder], { json: true })).out])
    for (const secret of ["t0p", "guess"]) assert.not.match(form, secret);
});

test("--json has the parts of a key", async () => {
  const { out } = await answerOf([project(CACHE + CACHED)], { json: true });
  const report = JSON.parse(out) as TestReport;
  const [first, second] = report.projects[0]?.tests[0]?.failures ?? [];
  assert.is(first?.what === "key" && first.parts.length, 3);
  const part = { part: "name", type: "text", expected: "Ade", actual: null, same: false };
  assert.equal(second?.what === "key" && { ...second, place: undefined }, {
    place: undefined,
    what: "key",
    target: "cache",
    key: "card:2",
    expected: "hash",
    actual: null,
    parts: [part],
  });
});

test("on a terminal signs and colours tell good from bad; in a log it is plain ASCII", async () => {
  const folder = project(HEAD + GOOD + BAD);
  const { out } = await answerOf([folder], { color: true });
  assert.match(out, "\u001b[32m✓\u001b[0m good");
  assert.match(out, "\u001b[1;31m✗\u001b[0m bad");
  assert.match((await answerOf([folder])).out, /^[\n -~]+$/);
});

test("--json says the same as data", async () => {
  const folder = project(HEAD + GOOD + BAD);
  const { code, out, err } = await answerOf([folder], { json: true });
  assert.is(code, 1);
  assert.is(err, "");
  const report = JSON.parse(out) as TestReport;
  assert.equal([report.version, report.passed, report.failed, report.diagnostics], [1, 1, 1, []]);
  const [good, bad] = report.projects[0]?.tests ?? [];
  const file = join(folder, "people.rdi");
  assert.equal([good?.title, good?.file, good?.line, good?.passed, good?.failures], ["good", file, 8, true, []]);
  assert.equal([bad?.passed, bad?.failures.map(({ what }) => what)], [false, ["rows", "rejected"]]);
  assert.equal(
    bad?.rejected.map(({ key, refusals }) => [key, refusals.map((one) => one.code)]),
    [["person:3", ["RDI5012"]]],
  );
  const [rows] = bad?.failures ?? [];
  const cells = rows?.what === "rows" ? rows.differences.map((one) => one.cells) : [];
  assert.equal(cells[1], [{ column: "id", type: "int", expected: "4", actual: "2", same: false }]);
  for (const secret of ["s3cret", "t0p", "guess"]) assert.not.match(out, secret);
});

test("JSON has diagnostics as `rdi check` prints them", async () => {
  const { code, out } = await answerOf([project(`${HEAD}test "a" { expect db.poeple [] }`)], { json: true });
  const report = JSON.parse(out) as TestReport;
  assert.is(code, 1);
  assert.equal(
    report.diagnostics.map(({ code }) => code),
    ["RDI2105"],
  );
});

test("--junit writes XML that is well-formed, with the failure's text in it", async () => {
  const folder = project(HEAD + GOOD + BAD);
  const path = join(folder, "junit.xml");
  await answerOf([folder, project(HEAD + GOOD, "others")], { junit: path });
  const xml = readFileSync(path, "utf8");
  assert.is(XMLValidator.validate(xml), true);
  const options = { ignoreAttributes: false, isArray: (name: string) => name === "testsuite" || name === "testcase" };
  const { testsuites } = new XMLParser(options).parse(xml) as Parsed;
  assert.equal([testsuites["@_tests"], testsuites["@_failures"]], ["3", "1"]);
  assert.equal(
    testsuites.testsuite.map((suite) => [suite["@_name"], suite["@_tests"]]),
    [
      ["people", "2"],
      ["others", "1"],
    ],
  );
  const [good, bad] = testsuites.testsuite[0]?.testcase ?? [];
  assert.equal([good?.["@_name"], good?.failure], ["good", undefined]);
  assert.is(bad?.["@_name"], "bad <&> one");
  assert.match(String(bad?.failure?.["@_message"]), "db.people has other rows");
  assert.match(String(bad?.failure?.["#text"]), 'expected "Ada L."');
});

interface Parsed {
  readonly testsuites: Attributes & { readonly testsuite: readonly Suite[] };
}
type Attributes = Readonly<Record<`@_${string}`, string>>;
type Suite = Attributes & { readonly testcase: readonly (Attributes & { readonly failure?: Failure })[] };
type Failure = Attributes & { readonly "#text": string };

test("--only runs the tests with that text in their name", async () => {
  const folder = project(HEAD + GOOD + BAD);
  const { code, out } = await answerOf([folder], { only: "GOOD" });
  assert.is(code, 0);
  assert.is(out, "ok   good\n1 passed, 0 failed\n");
  try {
    await answerOf([folder], { only: "nothing" });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, UsageError);
  }
});

test("a folder for --junit that is not there is a mistake of the command line", async () => {
  const folder = project(HEAD + GOOD);
  try {
    await answerOf([folder], { junit: join(folder, "missing", "junit.xml") });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, UsageError);
  }
});

test("a project without tests says so, and that is no failure", async () => {
  const { code, out } = await answerOf([project(HEAD)]);
  assert.is(code, 0);
  assert.is(out, "people has no tests.\n");
});

test("a project with errors runs nothing, and the others run", async () => {
  const { code, out, err } = await answerOf([
    project(HEAD.replace("int }", "itn }") + GOOD, "broken"),
    project(HEAD + GOOD),
  ]);
  assert.is(code, 1);
  assert.is(out, "people\nok   good\n1 passed, 0 failed\n");
  assert.match(err, "RDI2003");
});

test("tests in a file of their own run the jobs that it imports", async () => {
  const folder = project(HEAD);
  mkdirSync(join(folder, "tests"));
  const path = join(folder, "tests", "people.rdi");
  writeFileSync(path, `import "../people.rdi"\n${GOOD}`);
  const { code, out, err } = await answerOf([path]);
  assert.is(err, "");
  assert.is(code, 0);
  assert.is(out, "ok   good\n1 passed, 0 failed\n");
});

for (const folder of SAMPLES) {
  test(`the cases that are proposed for ${folder.slice(ROOT.length + 1)} are many, and pass when they are pasted`, async () => {
    let cases = "";
    const output = { out: (text: string) => void (cases += text), err: () => undefined, color: false };
    assert.is(await casesCommand([folder], output), 0);
    const count = cases.match(/^test "/gm)?.length ?? 0;
    assert.ok(count >= 10, cases);
    for (const wanted of ["the key is deleted", "expect rejected"]) assert.match(cases, wanted);
    const copy = join(temporaryFolder("rdi-cases-"), "copy");
    mkdirSync(copy);
    for (const name of readdirSync(folder).filter((one) => one.endsWith(".rdi")))
      writeFileSync(join(copy, name), readFileSync(join(folder, name), "utf8").split('\ntest "')[0] ?? "");
    writeFileSync(join(copy, "cases.rdi"), cases);
    const { code, out, err } = await answerOf([copy]);
    assert.is(code, 0, out + err);
    assert.match(out, `${count} passed, 0 failed`);
  });
}

test.after(() => endAll());
test.run();
