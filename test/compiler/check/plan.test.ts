import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { check } from "../../../compiler/check/check.ts";
import type { Plan, StepPlan } from "../../../compiler/plan/ir.ts";
import { parse } from "../../../grammar/parse.ts";
import { checkText, declarations, findings, jobOf, show } from "./support.ts";

const shop = readFileSync(new URL("../../../samples/shop/shop.rdi", import.meta.url), "utf8");

function planOf(text: string): Plan {
  const { plan, diagnostics } = checkText(text);
  assert.equal(diagnostics, []);
  if (plan === undefined) throw new Error("there is no plan");
  return plan;
}

function lines(steps: readonly StepPlan[], indent = ""): readonly string[] {
  return steps.flatMap((step) => {
    const inner = "block" in step ? lines(step.block, `${indent}  `) : [];
    return [`${indent}${line(step)}`, ...inner];
  });
}

function line(step: StepPlan): string {
  switch (step.kind) {
    case "let":
      return `${step.lazy ? "lazy " : ""}let ${step.local} = ${show(step.value)}`;
    case "where":
      return `where ${step.conditions.map(show).join(" && ")}`;
    case "skip":
      return `skip when ${show(step.condition)}`;
    case "for":
      return `for ${step.over} ${step.first ?? "_"}, ${step.second ?? "_"} in ${show(step.of)}`;
    case "into":
      return `into ${step.table}`;
  }
}

test("samples/shop: the plan of customers", () => {
  const [customers] = planOf(shop).jobs;
  assert.equal(customers?.read, {
    kind: "hash",
    members: ["region", "fname", "lname", "email", "balance", "orders", "vip", "created"].map((name) => [name]),
    expiry: false,
    sensitive: [],
  });
  assert.equal(lines(customers?.body ?? []), [
    'where not(same(decodeText(hash.region, @where), "test"))',
    '  lazy let name = trim(concat(decodeText(hash.fname, @name), " ", decodeText(hash.lname, @name)))',
    "  into customers",
  ]);
  const [table] = customers?.tables ?? [];
  assert.equal(table?.owner, [{ column: "id", from: { kind: "capture", name: "id" } }]);
  assert.equal(
    table?.columns.map(({ name, notNull, value }) => `${name}${notNull ? "!" : ""} ${show(value)}`),
    [
      "id! required(bigintOfInt(decodeInt(key.id, @id)), @id)",
      "name! required(fitVarchar(name(), 120, @name), @name)",
      "email! required(lower(decodeText(hash.email, @email)), @email)",
      "region decodeText(hash.region, @region)",
      'balance coalesce(decodeNumeric(hash.balance, 12, 2, @balance), () => exact("0"))',
      "orders coalesce(decodeInt(hash.orders, @orders), () => 0)",
      "vip coalesce(decodeBoolean(hash.vip, @vip), () => false)",
      "created_at! required(fromMillis(decodeExact(hash.created, @created_at), @created_at), @created_at)",
    ],
  );
});

test("samples/shop: key columns are not null, and kept rows are kept", () => {
  const [table] = planOf(shop).jobs[1]?.tables ?? [];
  assert.equal(table?.onDelete, { kind: "keep" });
  assert.equal(
    table?.columns.filter(({ notNull }) => notNull).map(({ name }) => name),
    ["shop", "number"],
  );
});

test("settings have the defaults of the language, and a job's delivery goes over the project's", () => {
  const plan = planOf(
    `delivery { batch: 100, wait: 1s }\n${jobOf("delivery { wait: 5ms, max_value: 1kb }\ninto db.t key (id) { id: int = @id }")}`,
  );
  const { url, ...source } = plan.source;
  assert.equal(url, { kind: "env", name: "REDIS_URL", fallback: undefined });
  assert.equal(source, {
    capture: "auto",
    guarantee: undefined,
    evictions: "refuse",
    lanes: 1,
    streamBudget: 268435456,
  });
  assert.equal(plan.jobs[0]?.delivery, {
    batch: 100,
    wait: 5,
    retryMin: 100,
    retryMax: 30_000,
    onReject: "dead_letter",
    deadLetters: 10_000,
    deadLettersFull: "halt",
    maxValue: 1024,
  });
});

test("where blocks nest, and one without a block holds for what is below it", () => {
  const { jobs } = planOf(
    jobOf(
      "where a { where b\n into db.t key (id) { id: int = @id } }\nwhere c is null\ninto db.u key (id) { id: int = @id }",
    ),
  );
  assert.equal(lines(jobs[0]?.body ?? []), [
    "where holds(decodeBoolean(hash.a, @where))",
    "  where holds(decodeBoolean(hash.b, @where))",
    "    into t",
    "where same(hash.c, null)",
    "  into u",
  ]);
});

test("a constant in key is an owner column, another one is not", () => {
  const { jobs } = planOf(
    jobOf('into db.t key (kind, id) { kind: text = "a", id: int = @id, version: int = 3, k: text = @key }'),
  );
  assert.equal(jobs[0]?.tables[0]?.owner, [
    { column: "kind", from: { kind: "constant" } },
    { column: "id", from: { kind: "capture", name: "id" } },
    { column: "k", from: { kind: "key" } },
  ]);
});

test("the schema is the one that is written, or else the target's", () => {
  const text = jobOf("into db.t key (id) { id: int = @id }\ninto db.other.u key (id) { id: int = @id }");
  const { jobs } = planOf(text.replace('env("DB_URL")', 'env("DB_URL"), schema: "public"'));
  assert.equal(
    jobs[0]?.tables.map(({ schema, table }) => `${schema}.${table}`),
    ["public.t", "other.u"],
  );
});

test("the plan can be printed as JSON and read back", () => {
  const plan = planOf(shop);
  const printed = JSON.stringify(plan);
  assert.is(JSON.stringify(JSON.parse(printed)), printed);
});

test("beside a syntax error nothing is said about what seems to be missing, and there is no plan", () => {
  const text = 'job j { from hash "t:{id:int}"\n  into db.t key (id) { name: txt = lowr(a) }\n  let unused = 1\n}\n}';
  const { file, diagnostics } = parse({ path: "a.rdi", text });
  assert.ok(diagnostics.length > 0);
  const checked = check([file], { project: "shop", incomplete: true });
  assert.is(checked.plan, undefined);
  assert.equal(
    checked.diagnostics.map(({ code }) => code),
    ["RDI2003"],
  );
});

/** [first pattern, second pattern, whether a key can match both]. */
const pairs: readonly (readonly [string, string, boolean])[] = [
  ["a:{x}", "a:{y}", true],
  ["a:{x}", "b:{x}", false],
  ["a:{x:int}", "a:{x}", true],
  ["a:{x}", "a:{x}:b", false],
  ["a:{x:any}", "a:{x}:b", true],
  ["a:{x:int}", "a:{x:uuid}", false],
  ["a:{x:int}", "a:b{x}", false],
  ["a:{x}-{y}", "a:1-2", true],
  ["a:{x:date}", "a:2024-01-{y:int}", true],
  ["a:1", "a:{x:int}", true],
  ["a:", "a:{x:any}", false],
];

for (const [first, second, overlap] of pairs) {
  test(`"${first}" and "${second}" ${overlap ? "overlap" : "have no key in common"}`, () => {
    const into = (table: string) => `into db.${table} key (k) { k: text = @key }`;
    const text = `${declarations}job a { from hash "${first}" ${into("a")} }\njob b { from hash "${second}" ${into("b")} }`;
    assert.equal(findings(text), overlap ? [`RDI2072 "${second}"`] : []);
  });
}

test.run();
