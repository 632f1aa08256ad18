/** Columns of json and of the target's own types hold what plain inserts of the same texts hold. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { JsonNumber, type Json } from "../../runtime/values/json.ts";
import { jsonText } from "../../runtime/values/json-text.ts";
import { random, type Random } from "../support/random.ts";
import { endServer, shapeOf, withTable } from "./shape-bench.ts";

test.after(endServer);

interface Row {
  readonly id: bigint;
  readonly doc: Json | null;
  readonly docb: Json | null;
  readonly m: string | null;
  readonly r: string | null;
  readonly n: string | null;
  readonly l: string | null;
}

const PLAIN =
  "INSERT INTO plain VALUES ($1::int8, $2::text::json, $3::text::jsonb, $4::text::mood, $5::text::int4range, $6::text::numeric(5,2), $7::text::text[])";
const DIFFERENT =
  "SELECT t::text AS t, p::text AS plain FROM t FULL JOIN plain AS p USING (id) WHERE t::text IS DISTINCT FROM p::text";

test("batches hold what plain inserts hold, and equal batches write nothing", () =>
  withTable(shapeOf("json-and-native"), async ({ database, commit }) => {
    const r = random();
    await database.query("CREATE TABLE plain (LIKE t)");
    for (let round = 0; round < 5; round++) {
      const rows = Array.from({ length: 60 }, (_, id) => randomRow(BigInt(id), r));
      await commit(rows);
      await database.query("TRUNCATE plain");
      for (const { id, doc, docb, m, r: range, n, l } of rows) {
        const [json, jsonb] = [doc, docb].map((one) => (one === null ? null : jsonText(one)));
        await database.query(PLAIN, [String(id), json, jsonb, m, range, n, l]);
      }
      assert.equal(await database.query(DIFFERENT), [], `round ${round}, seed ${r.seed}`);
      const again = await commit(rows);
      assert.is(again.kind === "committed" && again.upserted, 0, `round ${round}, seed ${r.seed}`);
    }
  }));

test("a json keeps its text to the byte", () =>
  withTable(shapeOf("json-and-native"), async ({ database, commit }) => {
    const doc = new Map<string, Json | null>([
      ["b", [new JsonNumber("1.0"), new JsonNumber("12345678901234567890.50"), null]],
      ["a", 'quo"te\\ {x,y} NULL \u0001 é 😀'],
    ]);
    const nothing = { m: null, r: null, n: null, l: null };
    await commit([{ id: 1n, doc, docb: doc, ...nothing }]);
    assert.equal(await database.query("SELECT doc FROM t"), [{ doc: jsonText(doc) }]);
    assert.equal(await database.query("SELECT docb -> 'b' AS b FROM t"), [
      { b: "[1.0, 12345678901234567890.50, null]" },
    ]);
  }));

test("a text that the type does not take is a fault of its data", () =>
  withTable(shapeOf("json-and-native"), async ({ commit }) => {
    const nothing = { id: 1n, doc: null, docb: null, m: null, r: null, n: null, l: null };
    for (const wrong of [{ m: "angry" }, { r: "[5,1]" }, { n: "12345.6" }, { l: "{" }, { docb: "a\0b" }]) {
      const error: unknown = await commit([{ ...nothing, ...wrong }]).catch((thrown: unknown) => thrown);
      assert.is(Reflect.get(Object(error), "class"), "data", JSON.stringify(wrong));
    }
  }));

test("a key of a native type is found again", () =>
  withTable(shapeOf("native-key"), async ({ database, commit, owners }) => {
    const row = (r: string, redis_key: string): object => ({ r, redis_key, name: "n" });
    await commit([row("[1,3)", "a"), row("[5,6]", "b")]);
    await commit([row("[1,2]", "a")]);
    assert.equal(await database.query("SELECT r, redis_key FROM t ORDER BY r"), [
      { r: "[1,3)", redis_key: "a" },
      { r: "[5,7)", redis_key: "b" },
    ]);
    assert.is((await commit([row("[5,6]", "a")])).kind, "collided");
    await commit([row("[8,9)", "a")]);
    assert.equal(await owners(), [["a"], ["b"]]);
    assert.equal(await database.query("SELECT r FROM t WHERE redis_key = 'a'"), [{ r: "[8,9)" }]);
  }));

function randomRow(id: bigint, r: Random): Row {
  const maybe = <Value>(value: Value): Value | null => (r.chance(0.15) ? null : value);
  return {
    id,
    doc: maybe(randomJson(r, 3)),
    docb: maybe(randomJson(r, 3)),
    m: maybe(r.pick(["sad", "ok"])),
    r: maybe(r.pick(["empty", "[1,5)", "(,3]", "[2,2]"])),
    n: maybe(r.pick(["1", "1.50", "-999.99", "NaN"])),
    l: maybe(r.pick(["{}", '{a,NULL,"NULL"}', "{{a,b},{c,d}}", '{"\\"","\\\\"}'])),
  };
}

const TEXTS = ["", "a", '"', "\\", "{,}", "NULL", "\n", "é", "😀", "\u007f"];
const NUMBERS = ["0", "-0", "1.0", "1e2", "1E-3", "12345678901234567890.0123456789", "1e400"];

function randomJson(r: Random, depth: number): Json {
  const kind = r.int(0, depth > 0 ? 5 : 2);
  const items = (): readonly (Json | null)[] =>
    Array.from({ length: r.int(0, 3) }, () => (r.chance(0.2) ? null : randomJson(r, depth - 1)));
  if (kind === 0) return r.chance(0.5);
  if (kind === 1) return new JsonNumber(r.pick(NUMBERS));
  if (kind === 2) return r.pick(TEXTS) + r.pick(TEXTS);
  if (kind === 3) return items();
  return new Map(items().map((value) => [r.pick(TEXTS), value]));
}

test.run();
