import { test } from "uvu";
import * as assert from "uvu/assert";
import { exact, exactOfNumber } from "../../../runtime/values/exact.ts";
import { parseJson } from "../../../runtime/values/json-parse.ts";
import { toJson } from "../../../runtime/values/json-text.ts";
import { entry, item, member, path } from "../../../runtime/values/paths.ts";
import type { Step } from "../../../runtime/values/paths.ts";
import { random } from "../../support/random.ts";
import { sqliteCalculator } from "../../support/sqlite.ts";
import { NAMES, randomPlain, randomPlainList, randomPlainObject } from "./plain-json.ts";
import type { Plain } from "./plain-json.ts";
import { site } from "./support.ts";

const r = random();
const sqlite = sqliteCalculator();

test.after(() => sqlite.close());

function randomStep(): Step {
  return r.chance(0.5) ? r.pick(NAMES) : r.int(-5, 5);
}

/** Mostly steps that are there. */
function stepsInto(plain: Plain): readonly Step[] {
  const inner = typeof plain === "object" && plain !== null ? Object.entries(plain) : [];
  if (inner.length === 0 || r.chance(0.2)) return [randomStep()];
  const [name, value] = r.pick(inner);
  const position = Number(name) - (r.chance(0.5) ? inner.length : 0);
  return [Array.isArray(plain) ? position : name, ...(r.chance(0.5) ? stepsInto(value) : [])];
}

/** SQLite writes positions from the end as `[#-1]`. */
function sqlitePath(steps: readonly Step[]): string {
  const texts = steps.map((step) => {
    if (typeof step === "string") return `."${step}"`;
    return step < 0 ? `[#${step}]` : `[${step}]`;
  });
  return `$${texts.join("")}`;
}

test("random steps through random documents lead where SQLite's json_extract leads", () => {
  let found = 0;
  for (let run = 0; run < 6000; run++) {
    const plain = r.chance(0.5) ? randomPlainList(r, 3) : randomPlainObject(r, 3);
    const [text, steps] = [JSON.stringify(plain), r.chance(0.8) ? stepsInto(plain) : [randomStep(), randomStep()]];
    const expected = sqlite.value("?1 -> ?2", text, sqlitePath(steps));
    const got = toJson(path(parseJson(text, site), ...steps));
    assert.is(got, expected === "null" ? null : expected, `${text} ${sqlitePath(steps)}`);
    if (got !== null) found++;
  }
  assert.ok(found > 1000);
});

test("a step that only run time knows leads where a known one leads", () => {
  for (let run = 0; run < 3000; run++) {
    const json = parseJson(JSON.stringify(randomPlain(r, 2)), site);
    const step = randomStep();
    const expected = path(json, step);
    assert.is(member(json, step), expected);
    if (typeof step === "number") assert.is(member(json, exactOfNumber(step)), expected);
  }
});

test("elements of any list are counted from 0, and from the end below 0", () => {
  const list = ["a", null, "c"];
  assert.equal(
    [0, 1, 2, 3, -1, -3, -4].map((at) => item(list, at)),
    ["a", null, "c", null, "c", "a", null],
  );
  for (const at of [exact("0.5"), exact("1e30"), exact("-1e30"), NaN, Infinity, 2 ** 32])
    assert.is(item(list, at), null);
  assert.is(item(list, exact("2.0")), "c");
});

test("an entry that isn't there is null, whatever objects inherit", () => {
  const object = new Map([["a", 1]]);
  assert.is(entry(object, "a"), 1);
  for (const name of ["b", "__proto__", "constructor", "size"]) assert.is(entry(object, name), null);
  assert.is(path(parseJson('{"a":1}', site), "constructor"), null);
});

test.run();
