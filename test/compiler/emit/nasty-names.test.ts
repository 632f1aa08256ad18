/** Whatever characters names and texts have: the modules are well typed, and yield exactly these names and texts. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { emitProject } from "../../../compiler/emit/project-files.ts";
import { openEmitter } from "../../../compiler/emitter.ts";
import { openProgram } from "../../../compiler/program.ts";
import { typeCheck } from "../../../compiler/type-check.ts";
import type { ColumnPlan, JobPlan, Plan, Value } from "../../../compiler/plan/ir.ts";
import { instant } from "../../../runtime/values/instant.ts";
import { random } from "../../support/random.ts";
import { checkTexts } from "./check-texts.ts";
import { loadJobs } from "./load-module.ts";
import { delivery, shopPlan } from "./shop-plan.ts";
import { tablesOf } from "../../support/tables.ts";

const rng = random();

const PIECES = [
  "a",
  "B",
  "7",
  "_",
  "$",
  " ",
  "-",
  ".",
  ":",
  "/",
  "\\",
  "'",
  '"',
  "`",
  "${",
  "}",
  "{",
  "*/",
  "/*",
  "//",
  "]",
  "[",
  "\n",
  "\r",
  "\t",
  "\0",
  "\x01",
  "\x7f",
  "\x85",
  "\u00a0",
  "\u00ad",
  "\u2028",
  "\u2029",
  "\u202e",
  "\ufeff",
  "é",
  "€",
  "😀",
  "\ud800",
  "\udc00",
  "<!--",
  "-->",
  "</script>",
  ...["ignore", "expect-error"].map((word) => `@ts-${word}`),
  "eval",
  "class",
  "$&",
  "\\u0041",
  "#!",
  "$1",
  "x".repeat(30),
];
const KNOWN = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "then",
  "prototype",
  "name",
  "length",
  "key",
  "hash",
  "now",
  "at",
  "at2",
  "row",
  "default",
  "undefined",
  "NaN",
  "1",
  "01",
  "1e3",
];

/** Names come from a .rdi file, so they have no line breaks, and no NUL or half of a pair. */
function nastyName(): string {
  if (rng.chance(0.25)) return rng.pick(KNOWN);
  const text = Array.from({ length: rng.int(1, 5) }, () => rng.pick(PIECES)).join("");
  return wellFormed(text.replaceAll(/[\n\r\0\u2028\u2029]/g, "")).trim() || "empty";
}

function nastyText(): string {
  return Array.from({ length: rng.int(0, 8) }, () => rng.pick(PIECES)).join("");
}

/** As a text column can hold it: without NUL, and half of a pair becomes a replacement character. */
function wellFormed(text: string): string {
  return Buffer.from(text.replaceAll("\0", "")).toString();
}

function distinct(count: number, make: () => string): readonly string[] {
  const found = new Set<string>();
  while (found.size < count) found.add(make());
  return [...found];
}

const place = { file: "odd `${file}`.rdi", line: 3 };

interface Case {
  readonly job: JobPlan;
  readonly texts: readonly string[];
}

function nastyCase(name: string, index: number): Case {
  const columns = distinct(6, nastyName);
  const fields = distinct(3, nastyName);
  const captures = distinct(2, nastyName);
  const texts = columns.map(nastyText);
  const at = (column: string, line: number) => ({ kind: "column" as const, table: "t", name: column, line });
  const literal = (value: string): Value => ({ kind: "literal", value });
  const concat = (...args: readonly Value[]): Value => ({ kind: "call", fn: "concat", args, at: undefined });
  const decoded = (value: Value, column: string): Value => ({
    kind: "call",
    fn: "decodeText",
    args: [value],
    at: at(column, index),
  });
  const field = (n: number): Value => ({ kind: "field", name: fields[n % fields.length] ?? "" });
  const rowColumns = columns.map((column, n): ColumnPlan => {
    const capture: Value = { kind: "capture", name: captures[n] ?? "" };
    const owner: Value = { kind: "call", fn: "required", args: [decoded(capture, column)], at: at(column, index) };
    const other = concat(literal(texts[n] ?? ""), decoded(field(n), column));
    const value = n < captures.length ? owner : other;
    return {
      name: column,
      doc: undefined,
      type: { kind: "text" },
      notNull: n < captures.length,
      nullable: n >= captures.length,
      sensitive: rng.chance(0.5),
      value,
      volatile: undefined,
      fields: [],
      place,
    };
  });
  const key = columns.slice(0, captures.length);
  return {
    texts,
    job: {
      name,
      doc: rng.chance(0.5) ? nastyText() : undefined,
      place,
      pattern: {
        text: nastyName(),
        parts: [
          { kind: "literal", text: `${wellFormed(nastyText())}:` },
          { kind: "capture", name: captures[0] ?? "", type: "text" },
          { kind: "literal", text: `:${wellFormed(nastyText())}` },
          { kind: "capture", name: captures[1] ?? "", type: "any" },
        ],
      },
      read: { kind: "hash", members: fields.map((name) => [name]), expiry: false, sensitive: fields.slice(0, 1) },
      lookups: [],
      body: [
        {
          kind: "where",
          conditions: [{ kind: "literal", value: true }],
          text: nastyText(),
          place,
          block: [
            {
              kind: "into",
              table: "t",
              columns: rowColumns.map(({ name: column, value }) => ({ column, value })),
              place,
            },
          ],
        },
      ],
      keys: [],
      memberwise: [],
      tables: [
        {
          id: "t",
          doc: rng.chance(0.5) ? nastyText() : undefined,
          place,
          target: nastyName(),
          system: "postgres",
          schema: nastyName(),
          table: nastyName(),
          columns: rowColumns,
          key,
          owner: key.map((column, n) => ({ column, from: { kind: "capture", name: captures[n] ?? "" } })),
          mode: "upsert",
          period: undefined,
          onDelete: { kind: "remove" },
          onExpire: undefined,
          gone: undefined,
        },
      ],
      delivery,
    },
  };
}

const cases = distinct(30, nastyName).map(nastyCase);
const plan: Plan = { ...shopPlan, jobs: cases.map(({ job }) => job) };
const program = openProgram();
const modules = await emitProject(plan, openEmitter(program));

test("modules with nasty names and texts are well typed", () => {
  typeCheck(program);
  assert.is(program.getSourceFiles().length, cases.length + 1);
});

test("prettier changes nothing about that", () => {
  checkTexts(modules);
  assert.is(modules.length, cases.length + 1);
});

test("no two modules have one file name, on systems that ignore case as well", () => {
  const names = modules.map(({ path }) => path);
  assert.is(new Set(names.map((name) => name.toLowerCase())).size, names.length);
  for (const name of names) assert.match(name, /^[a-z0-9-]+\.ts$/);
});

test("no invisible character stands in a module", () => {
  for (const { text } of modules)
    assert.not.match(text, /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\ufeff]|\p{Surrogate}/u);
});

test("a loaded module yields the names and texts of the plan", async () => {
  const jobs = await loadJobs(modules);
  for (const { job, texts } of cases) {
    const loaded = jobs.find((candidate) => candidate.name === job.name);
    const [table] = tablesOf(loaded);
    const [planned] = job.tables;
    if (loaded === undefined || table === undefined || planned === undefined) throw new Error(`${job.name} is missing`);
    assert.equal([table.target, table.schema, table.table], [planned.target, planned.schema, planned.table]);
    const columns = planned.columns.map((column) => column.name);
    assert.equal(
      table.columns.map((column) => column.name),
      columns,
    );
    const first = job.pattern.parts[0];
    const second = job.pattern.parts[2];
    if (first?.kind !== "literal" || second?.kind !== "literal") throw new Error("the pattern has no literals");
    const key = Buffer.from(`${first.text}left${second.text}right:${first.text}`).toString("latin1");
    const match = loaded.pattern.regex.exec(key);
    if (match === null) throw new Error(`${JSON.stringify(key)} does not match ${String(loaded.pattern.regex)}`);
    assert.ok(key.startsWith(loaded.pattern.prefix));
    const captures = loaded.captures(
      (group) => Buffer.from(match[group] ?? "", "latin1"),
      () => null,
    );
    const fields = loaded.value(
      (n) => Buffer.from(`field ${n}`),
      () => [],
    );
    const [row] = table.rowsOf(loaded.map(captures, fields, instant(0n), {}) ?? {});
    const values = columns.map((column) => Object.entries(row ?? {}).find(([name]) => name === column)?.[1]);
    assert.equal(values, [
      "left",
      `right:${first.text}`,
      ...texts.slice(2).map((text, n) => `${text}field ${(n + 2) % 3}`),
    ]);
    assert.is(table.owners?.keyOf(["left", `right:${first.text}`]), key);
    assert.is(table.writes[0]?.values([row ?? {}]).length, columns.length);
  }
});

test.run();
