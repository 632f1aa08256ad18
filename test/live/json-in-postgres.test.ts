/** JSON functions give what PostgreSQL's operators and aggregates give. Each property is one query over many rows. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { avg, count, max, min, sum } from "../../runtime/values/aggregates.ts";
import { equal } from "../../runtime/values/comparison.ts";
import { decodeExact } from "../../runtime/values/decode-numbers.ts";
import { exact } from "../../runtime/values/exact.ts";
import type { Exact } from "../../runtime/values/exact.ts";
import { jsonType } from "../../runtime/values/json.ts";
import type { Json } from "../../runtime/values/json.ts";
import { parseJson } from "../../runtime/values/json-parse.ts";
import { asObject, listOf } from "../../runtime/values/json-shapes.ts";
import { jsonText, textOfJson } from "../../runtime/values/json-text.ts";
import { loop } from "../../runtime/values/lists.ts";
import { has, merge, pick, without } from "../../runtime/values/objects.ts";
import { path } from "../../runtime/values/paths.ts";
import { Rejection } from "../../runtime/values/rejection.ts";
import { sites } from "../../runtime/values/site.ts";
import { storeJson } from "../../runtime/values/store.ts";
import { xmlToJson } from "../../runtime/values/xml-to-json.ts";
import { round } from "../../runtime/values/number-functions.ts";
import { freshDatabase, postgresServer } from "../support/postgres.ts";
import { random } from "../support/random.ts";
import { randomPlain, randomPlainObject, spelled } from "../runtime/values/plain-json.ts";
import { randomElement, writtenXml } from "../runtime/values/random-xml.ts";

const site = sites("shop.rdi", { value: 1 }).value;
const r = random();
const server = await postgresServer();
const database = await freshDatabase(server);
const ROWS = 1500;

test.after(async () => {
  await database.close();
  await server.remove();
});

type Texts = readonly string[];

/** The expression over the columns a, b and c, for every row, as text. */
async function theirs(expression: string, rows: readonly Texts[]): Promise<readonly (string | null)[]> {
  const columns = [0, 1, 2].map((at) => rows.map((row) => row[at] ?? null));
  const answer = await database.query(
    `SELECT (${expression})::text AS value FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS t(a, b, c, n) ORDER BY n`,
    columns,
  );
  return answer.map(({ value }) => value ?? null);
}

async function compare(expression: string, rows: readonly Texts[], mine: (row: Texts) => string | null): Promise<void> {
  const expected = await theirs(expression, rows);
  assert.is(expected.length, rows.length);
  for (const [at, row] of rows.entries()) assert.is(mine(row), expected[at], `${JSON.stringify(row)}, seed ${r.seed}`);
}

function rowsOf(make: () => Texts): readonly Texts[] {
  return Array.from({ length: ROWS }, make);
}

function read(text: string | undefined): Json | null {
  return parseJson(text ?? null, site);
}

/** As PostgreSQL's jsonb prints it: names by length and bytes, spaces behind commas and colons. */
function canonical(value: Json | null): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(", ")}]`;
  if (!(value instanceof Map)) return jsonText(value);
  const members = Array.from(value).sort(([a], [b]) => Buffer.byteLength(a) - Buffer.byteLength(b) || (a < b ? -1 : 1));
  return `{${members.map(([name, inner]) => `${jsonText(name)}: ${canonical(inner)}`).join(", ")}}`;
}

const plainText = (levels: number): string => JSON.stringify(randomPlain(r, levels));
const objectText = (): string => JSON.stringify(randomPlainObject(r, 2));
const bool = (value: boolean | null): string | null => (value === null ? null : String(value));

test("equality is jsonb's, however numbers, spaces and names are spelled", () =>
  compare(
    "a::jsonb = b::jsonb",
    rowsOf(() => [spelled(r, randomPlain(r, 1)), spelled(r, randomPlain(r, 1))]),
    ([a, b]) => bool(read(a) === null || read(b) === null ? read(a) === read(b) : equal(read(a), read(b))),
  ));

test("numbers of many digits and exponents are equal where jsonb's are", () => {
  const number = (): string =>
    r.pick(["", "-"]) +
    r.pick(["0", "1", "10", "12345678901234567890"]) +
    r.pick(["", ".0", ".10"]) +
    r.pick(["", "e1", "E-2", "e+20"]);
  return compare(
    "a::jsonb = b::jsonb",
    rowsOf(() => [number(), number()]),
    ([a, b]) => bool(equal(read(a), read(b))),
  );
});

/** For jsonb a scalar is a list of one, here it is none. */
test("steps lead where #> leads, and a hole shows what #>> shows of a scalar", async () => {
  const rows = rowsOf(() => [plainText(3), r.pick(["a", "b", "é", "key", "value"]), String(r.int(-3, 3))]);
  for (const [expression, steps] of [
    ["a::jsonb -> b", ([, b = ""]: Texts) => [b]],
    ["CASE jsonb_typeof(a::jsonb) WHEN 'array' THEN a::jsonb -> c::int END", ([, , c = ""]: Texts) => [Number(c)]],
    [
      "CASE jsonb_typeof(a::jsonb -> b) WHEN 'array' THEN a::jsonb -> b -> c::int END",
      ([, b = "", c = ""]: Texts) => [b, Number(c)],
    ],
  ] as const) {
    await compare(`nullif(${expression}, 'null')`, rows, (row) => {
      const found = path(read(row[0]), ...steps(row));
      return found === null ? null : canonical(found);
    });
  }
  await compare(
    "CASE WHEN jsonb_typeof(a::jsonb -> b) NOT IN ('array', 'object') THEN a::jsonb ->> b END",
    rows,
    ([a, b = ""]) => {
      const found = path(read(a), b);
      return typeof found === "object" && (Array.isArray(found) || found instanceof Map) ? null : textOfJson(found);
    },
  );
});

test("json_type is jsonb_typeof with JSON's own words", () =>
  compare(
    "nullif(jsonb_typeof(a::jsonb), 'null')",
    rowsOf(() => [plainText(1)]),
    ([a]) => jsonType(read(a)),
  ));

test("has, without, pick and merge are ?, -, a filter and ||", async () => {
  const rows = rowsOf(() => [objectText(), objectText(), r.pick(["a", "b", "é", "key", "__proto__"])]);
  const object = (text: string | undefined) => asObject(read(text), site);
  await compare("a::jsonb ? c", rows, ([a, , c]) => bool(has(object(a), c ?? null)));
  await compare("a::jsonb - c", rows, ([a, , c = ""]) => canonical(without(object(a), [c])));
  await compare("a::jsonb || b::jsonb", rows, ([a, b]) => canonical(merge(object(a), object(b))));
  const picked = "SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(a::jsonb) WHERE key IN (c, 'a')";
  await compare(`(${picked})`, rows, ([a, , c = ""]) => canonical(pick(object(a), [c, "a"])));
});

test("aggregates over a document's list are the server's over its elements", async () => {
  const number = (): string => (r.chance(0.2) ? "null" : `${r.int(-99, 99)}.${r.int(0, 99)}`);
  const rows = rowsOf(() => [`[${Array.from({ length: r.int(0, 5) }, number).join(",")}]`]);
  const numbers = (text: string | undefined): readonly (Exact | null)[] =>
    loop(listOf(read(text), site), (element) => decodeExact(element, site));
  const over = (aggregate: string): string =>
    `(SELECT trim_scale((${aggregate})::numeric) FROM jsonb_array_elements_text(a::jsonb) AS e(v))`;
  await compare(over("coalesce(sum(v::numeric), 0)"), rows, ([a]) => sum(numbers(a)).toFixed());
  await compare(over("count(v)"), rows, ([a]) => count(numbers(a)).toFixed());
  await compare(over("min(v::numeric)"), rows, ([a]) => min(numbers(a))?.toFixed() ?? null);
  await compare(over("max(v::numeric)"), rows, ([a]) => max(numbers(a))?.toFixed() ?? null);
  await compare(
    over("round(avg(v::numeric), 12)"),
    rows,
    ([a]) => round(avg(numbers(a)), exact("12"))?.toFixed() ?? null,
  );
});

test("what can be stored is what jsonb takes, and it comes back with all its digits", async () => {
  const texts = [
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00x"',
    '"\\ud83e\\udd8a"',
    '"\\\\u0000"',
    '{"\\u0000":1}',
    "1.50",
    "1e2",
    '"é"',
  ];
  for (const text of texts) {
    const taken = await database.query("SELECT $1::jsonb", [text]).then(
      () => true,
      () => false,
    );
    assert.is(isStorable(text), taken, text);
  }
  await compare(
    "a::json",
    rowsOf(() => [storeJson(read(spelled(r, randomPlain(r, 3))), site) ?? "null"]),
    ([a]) => jsonText(read(a)),
  );
});

function isStorable(text: string): boolean {
  try {
    return storeJson(read(text), site) !== null;
  } catch (thrown: unknown) {
    if (thrown instanceof Rejection) return false;
    throw thrown;
  }
}

test("what is XML is what libxml takes for a document without a document type", async () => {
  const inserted = [
    "",
    "<",
    ">",
    "/",
    '"',
    "&",
    "&#1;",
    "&#65;",
    "=",
    " ",
    "a",
    "]]>",
    "<!-- -->",
    "<!---->",
    "<?p?>",
    "\u0001",
    "é",
    "-",
  ];
  const rows = rowsOf(() => {
    const characters = Array.from(writtenXml(r, randomElement(r, 2).xml));
    characters.splice(r.int(0, characters.length), r.int(0, 1), r.pick(inserted));
    return [characters.join("")];
  });
  await compare("xml_is_well_formed_document(a)", rows, ([a = ""]) => bool(isXml(a)));
});

function isXml(text: string): boolean {
  try {
    return xmlToJson(text, site) !== null;
  } catch (thrown: unknown) {
    if (thrown instanceof Rejection) return false;
    throw thrown;
  }
}

test.run();
