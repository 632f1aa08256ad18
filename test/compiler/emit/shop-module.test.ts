/** What the modules of samples/shop do, from a key to parameters and back. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { emitProject } from "../../../compiler/emit/project-files.ts";
import type { Job, Table } from "../../../runtime/job.ts";
import { instant } from "../../../runtime/values/instant.ts";
import { declarations } from "../check/support.ts";
import { loadJobs } from "./load-module.ts";
import { jobsOf } from "./load-text.ts";
import { shopPlan } from "./shop-plan.ts";
import { tablesOf } from "../../support/tables.ts";

const modules = await emitProject(shopPlan);
const jobs = await loadJobs(modules);

function jobNamed(name: string): Job {
  const job = jobs.find((candidate) => candidate.name === name);
  if (job === undefined) throw new Error(`there is no job ${name}`);
  return job;
}

function onlyTable(job: Job): Table {
  const [table] = tablesOf(job);
  if (table === undefined) throw new Error("the job has no table");
  return table;
}

function keyReader(job: Job): NonNullable<Table["owners"]>["keyOf"] {
  const { owners } = onlyTable(job);
  if (owners === undefined) throw new Error("the table has no owners");
  return owners.keyOf;
}

function rowsOf(job: Job, key: string, fields: readonly (string | null)[]): readonly object[] {
  const match = job.pattern.regex.exec(key);
  const captures = job.captures(
    (index) => match?.[index] ?? "",
    () => null,
  );
  const value = job.value(
    (index) => (fields[index] == null ? null : Buffer.from(fields[index] ?? "")),
    () => [],
  );
  return onlyTable(job).rowsOf(job.map(captures, value, instant(0n), {}) ?? {});
}

const ada = ["eu", "Ada", "Lovelace", "ADA@X.ORG", "12.5", null, "yes", "1000"];

test("a hash becomes a row in the columns' own types", () => {
  const [row] = rowsOf(jobNamed("customers"), "customer:7", ada);
  assert.equal(
    JSON.parse(JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))),
    {
      id: "7",
      name: "Ada Lovelace",
      email: "ada@x.org",
      region: "eu",
      balance: "12.5",
      orders: 0,
      vip: true,
      created_at: "1000000",
    },
  );
});

test("a key that where leaves out has no row, and its values are not looked at", () => {
  assert.equal(
    rowsOf(jobNamed("customers"), "customer:7", ["test", null, null, null, "no number", null, null, null]),
    [],
  );
});

test("the parameters of the upsert hold one array a column", () => {
  const job = jobNamed("customers");
  const rows = [...rowsOf(job, "customer:7", ada), ...rowsOf(job, "customer:-8", ada)];
  const values = onlyTable(job).writes[0]?.values(rows) ?? [];
  assert.is(values.length, 8);
  assert.is(values[0], "{7,-8}");
  assert.is(values[4], "{12.5,12.5}");
});

test("the owner comes from the key alone", () => {
  const job = jobNamed("cards");
  const match = job.pattern.regex.exec("card:nl:0042");
  const captures = job.captures(
    (index) => match?.[index] ?? "",
    () => null,
  );
  assert.equal(onlyTable(job).ownerOf(captures, instant(0n), false), { shop: "nl", number: "0042" });
});

test("only canonical spellings of a number match", () => {
  const { regex } = jobNamed("customers").pattern;
  for (const key of ["customer:0", "customer:7", "customer:-7"]) assert.ok(regex.test(key), key);
  for (const key of [
    "customer:07",
    "customer:-0",
    "customer:+7",
    "customer:",
    "customer:7 ",
    "customer:7\n",
    "xcustomer:7",
  ]) {
    assert.not(regex.test(key), key);
  }
});

test("a stored owner leads back to its key", () => {
  const keyOf = keyReader(jobNamed("customers"));
  assert.is(keyOf(["7"]), "customer:7");
});

test("a stored owner that is no key's leads nowhere", () => {
  const keyOf = keyReader(jobNamed("customers"));
  for (const columns of [["07"], ["7.00"], ["x"], [null], []]) assert.is(keyOf(columns), undefined, String(columns));
});

test("several captures lead back to their key, or nowhere", async () => {
  const [job] = await jobsOf(
    `${declarations}job cards { from hash "card:{shop}:{number}" into db.cards key (shop, number) { shop: text = @shop, number: text = @number } }`,
  );
  if (job === undefined) throw new Error("there is no job");
  const keyOf = keyReader(job);
  assert.is(keyOf(["nl", "0042"]), "card:nl:0042");
  assert.is(keyOf(["ü", "\u20ac"]), "card:\u00c3\u00bc:\u00e2\u0082\u00ac");
  for (const columns of [["a:b", "c"], ["a", "b:c"], ["", "x"], ["x", ""], [null, "x"], ["x"]])
    assert.is(keyOf(columns), undefined, String(columns));
});

test("where rows are kept there are no owners to page over", () => {
  assert.is(onlyTable(jobNamed("cards")).owners, undefined);
});

test("rows are identical by their key, equal by all columns", () => {
  const table = onlyTable(jobNamed("cards"));
  const row = (columns: object): object => ({
    shop: "a",
    number: "b",
    holder: null,
    points: 1n,
    worth: null,
    ...columns,
  });
  assert.is(table.identityOf(row({})), table.identityOf(row({ holder: "x" })));
  assert.is(table.contentOf(row({})), table.contentOf(row({})));
  const others = [{ shop: 'a","b' }, { shop: "a,b", number: "" }, { number: "B" }];
  for (const columns of others) assert.is.not(table.identityOf(row({})), table.identityOf(row(columns)));
  const texts = [
    {},
    { holder: "" },
    { holder: "null" },
    { holder: "\ud800" },
    { holder: "\udc00" },
    { points: null },
    { points: 2n ** 60n },
    { points: 2n ** 60n + 1n },
  ];
  assert.is(new Set(texts.map((columns) => table.contentOf(row(columns)))).size, texts.length);
});

test("nothing is removed where rows are kept", () => {
  const { removals, moved } = onlyTable(jobNamed("cards"));
  assert.equal([removals, moved], [[], []]);
});

test("the same plan becomes the same bytes, and names its release by them", async () => {
  assert.equal(await emitProject(shopPlan), modules);
  const other = await emitProject({ ...shopPlan, source: { ...shopPlan.source, lanes: 5 } });
  const release = (files: typeof modules): string | undefined => /release: "(.*)"/.exec(files.at(-1)?.text ?? "")?.[1];
  assert.match(release(modules) ?? "", /^[0-9a-f]{12}$/);
  assert.is.not(release(modules), release(other));
});

test.run();
