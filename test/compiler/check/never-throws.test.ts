/** Whatever a file looks like, checking it and showing what was found throws nothing, and a plan is there exactly when nothing is wrong. */
import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { check } from "../../../compiler/check/check.ts";
import type { Plan, Value } from "../../../compiler/plan/ir.ts";
import { renderText } from "../../../compiler/report/text.ts";
import { parse } from "../../../grammar/parse.ts";
import * as runtimeValues from "../../../runtime/values/index.ts";
import { declarations, rowOf } from "./support.ts";

const rounds = 2500;
const seed = Number(process.env["RDI_SEED"] ?? 20_240_229);

const shop = readFileSync(new URL("../../../samples/shop/shop.rdi", import.meta.url), "utf8");
const errors = new URL("../../errors/", import.meta.url);
const broken = readdirSync(errors)
  .filter((name) => name.startsWith("RDI"))
  .map((name) => readFileSync(new URL(name, errors), "utf8").split("-----\n", 1)[0] ?? "");
const sources = [shop, shop, shop, ...broken];

/** Pieces that fit almost anywhere, so that mutations reach the types and not only the syntax. */
const pieces = (
  'a b name 1 0.5 -1 40000 "x" "{a}" null true @id @key @value now() lower(a) trim(name) try(a) nullif(a,"") reject("no") round(a,2) a.b [1,2] ' +
  "+ - * / % ++ ?? == != < <= is and or not in between matches as int numeric(5,2) varchar(3) double timestamptz text json ( ) { } , : = . " +
  "let where into key on delete keep remove for skip append delivery case when then end 20ms 16mb not null sensitive test given expect at rejected expire"
).split(" ");

interface Random {
  below(limit: number): number;
  pick(items: readonly string[]): string;
}

/** A linear congruential generator: the same seed gives the same files. */
function randomOf(start: number): Random {
  let state = start >>> 0;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return { below, pick: (items) => items[below(items.length)] ?? "" };
}

function mutated(text: string, random: Random): string {
  const tokens = text.match(/"(?:[^"\\\n]|\\.)*"|\w+|\s+|[^\w\s]/g) ?? [];
  for (let count = 1 + random.below(3); count > 0; count--) {
    const at = random.below(tokens.length);
    const what = random.below(4);
    if (what === 0) tokens.splice(at, 1);
    else if (what === 1) tokens.splice(at, 0, ` ${random.pick(pieces)} `);
    else if (what === 2) tokens[at] = ` ${random.pick(pieces)} `;
    else tokens[at] = random.pick(tokens);
  }
  return tokens.join("");
}

function inspect(text: string): Plan | undefined {
  const parsed = parse({ path: "shop.rdi", text });
  const incomplete = parsed.diagnostics.length > 0;
  const { plan, diagnostics } = check([parsed.file], { project: "shop", incomplete });
  const wrong = incomplete || diagnostics.some(({ severity }) => severity === "error");
  assert.is(plan === undefined, wrong, "a plan is there exactly when nothing is wrong");
  for (const { span, label } of diagnostics.flatMap((one) => [one, ...one.related])) {
    assert.ok(
      span.start >= 0 && span.end >= span.start && span.end <= text.length,
      `${label}: ${span.start}-${span.end}`,
    );
  }
  renderText([...parsed.diagnostics, ...diagnostics], { color: true });
  return plan;
}

function functionsOf(value: Value): readonly string[] {
  switch (value.kind) {
    case "call":
      return [value.fn, ...value.args.flatMap(functionsOf)];
    case "thunk":
      return functionsOf(value.body);
    case "list":
      return value.items.flatMap(functionsOf);
    case "function":
      return [value.name];
    default:
      return [];
  }
}

function checkRounds(textOf: (random: Random) => string): number {
  let plans = 0;
  for (let round = 0; round < rounds; round++) {
    const text = textOf(randomOf(seed + round));
    try {
      const plan = inspect(text);
      const columns = plan?.jobs.flatMap((job) => job.tables.flatMap((table) => table.columns)) ?? [];
      for (const fn of columns.flatMap(({ value }) => functionsOf(value)))
        assert.ok(Object.hasOwn(runtimeValues, fn), `runtime has ${fn}`);
      if (plan !== undefined) plans++;
    } catch (error: unknown) {
      console.log(`RDI_SEED=${seed}, round ${round}:\n${text}`);
      throw error;
    }
  }
  return plans;
}

test("mutated files never make the checker or the report throw", () => {
  assert.ok(checkRounds((random) => mutated(random.pick(sources), random)) > 0);
});

test("random expressions never make the checker throw, and plans call only functions of the runtime", () => {
  const plans = checkRounds((random) =>
    rowOf(
      `v: ${random.pick(["int", "text", "boolean", "double", "timestamptz", "numeric(9,2)"])} = ${expression(random, 3)}`,
    ),
  );
  assert.ok(plans > 50, `${plans} plans`);
});

function expression(random: Random, depth: number): string {
  if (depth === 0) return random.pick(["a", "b", "1", "0.5", '"x"', "@id", "null", "true", "7d", "now()"]);
  const inner = () => expression(random, depth - 1 - random.below(depth));
  switch (random.below(7)) {
    case 0:
      return `(${inner()} ${random.pick(["+", "-", "*", "/", "%", "++", "??", "==", "!=", "<", "is", "and"])} ${inner()})`;
    case 1:
      return `(${inner()} as ${random.pick(["int", "bigint", "numeric(9,2)", "double", "real", "text", "boolean", "timestamptz", "date", "uuid"])})`;
    case 2:
      return `${random.pick(["lower", "trim", "length", "abs", "round", "floor", "try", "to_text", "from_millis", "reject"])}(${inner()})`;
    case 3:
      return `nullif(${inner()}, ${inner()})`;
    case 4:
      return `(${inner()} between ${inner()} and ${inner()})`;
    case 5:
      return `(${inner()} in [${inner()}, ${inner()}])`;
    default:
      return inner();
  }
}

test("an empty file and a project without files say what is missing", () => {
  assert.equal(
    check([], { project: "x" }).diagnostics.map(({ code }) => code),
    ["RDI2014"],
  );
  assert.is(inspect(""), undefined);
  assert.is(inspect(declarations), undefined);
});

test.run();
