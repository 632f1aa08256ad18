/** The functions that PostgreSQL has too give what it gives. Each run is one query over many rows. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { base64Encode, hexEncode } from "../../runtime/values/encodings.ts";
import { exact, exactOfNumber, type Exact } from "../../runtime/values/exact.ts";
import { digest } from "../../runtime/values/hashing.ts";
import { ceil, floor, round, sign, trunc } from "../../runtime/values/number-functions.ts";
import { power, sqrt } from "../../runtime/values/powers.ts";
import { regex, regexExtract, regexReplace } from "../../runtime/values/regex.ts";
import { sites } from "../../runtime/values/site.ts";
import { capitalize, reverse } from "../../runtime/values/text-functions.ts";
import { join, split } from "../../runtime/values/text-lists.ts";
import { padLeft, padRight, repeat } from "../../runtime/values/text-padding.ts";
import { freshDatabase, postgresServer, type TestDatabase } from "../support/postgres.ts";
import { random } from "../support/random.ts";
import { randomText } from "../support/random-text.ts";

const site = sites("shop.rdi", { value: 1 }).value;
const r = random();
const server = await postgresServer();
const database: TestDatabase = await freshDatabase(server);

test.after(async () => {
  await database.close();
  await server.remove();
});

interface Comparison<Case> {
  readonly cases: readonly Case[];
  /** The case's parameters for the server: text, bytes and null. */
  readonly parameters: (row: Case) => readonly (string | Buffer | number | null)[];
  /** An expression over $1, $2 …, which gives text. */
  readonly theirs: string;
  readonly mine: (row: Case) => string | null;
}

async function compare<Case>({ cases, parameters, theirs, mine }: Comparison<Case>): Promise<void> {
  assert.ok(cases.length > 0);
  for (const row of cases) {
    const [answer] = await database.query(`SELECT (${theirs})::text AS value`, parameters(row));
    assert.is(mine(row), answer?.["value"], `${JSON.stringify(row)}, seed ${r.seed}`);
  }
}

function many<Case>(make: () => Case, count = 300): readonly Case[] {
  return Array.from({ length: count }, make);
}

const LETTERS = ["a", "Z", "é", "É", "ж", "Σ", "Ω", "🦊", "-", "'", " ", "_", "1", "İ", "美"];

const n = exactOfNumber;
const text = (): string => randomText(r, 8);

/** Without a sigma before an apostrophe: here a word ends between them, for PostgreSQL's final sigma it does not. */
test("capitalize is initcap with Unicode's letters", () =>
  compare({
    cases: many(() => randomText(r, 10, LETTERS)).filter((value) => !value.includes("Σ'")),
    parameters: (value) => [value],
    theirs: 'initcap($1::text COLLATE "pg_unicode_fast")',
    mine: (value) => capitalize(value),
  }));

test("reverse, repeat, and padding that cuts nothing off", () =>
  compare({
    cases: many(() => ({ value: text(), fill: randomText(r, 3), count: r.int(-2, 12) })),
    parameters: ({ value, fill, count }) => [value, fill, count],
    theirs: `concat_ws('|', reverse($1::text), repeat($1, $3::int),
      lpad($1, greatest($3, length($1)), $2::text), rpad($1, greatest($3, length($1)), $2))`,
    mine: ({ value, fill, count }) =>
      [
        reverse(value),
        repeat(value, n(count), site),
        padLeft(value, n(count), fill, site),
        padRight(value, n(count), fill, site),
      ].join("|"),
  }));

test("split and join are string_to_array and array_to_string, but for the empty text", () =>
  compare({
    cases: many(() => ({ value: text() || "a", separator: randomText(r, 1) })),
    parameters: ({ value, separator }) => [value, separator],
    theirs: "array_to_string(string_to_array($1::text, $2::text), '|') || cardinality(string_to_array($1, $2))",
    mine: ({ value, separator }) => {
      const parts = split(value, separator);
      return `${join(parts, "|")}${parts?.length}`;
    },
  }));

/** Without alternatives, of which PostgreSQL takes the longest, and without matches of the empty text. */
const PATTERNS = ["[a-c]+", "a[^b]", "[0-9]{1,2}", "^a", "b$", "(a)(b?)", "([^ ]+) ", "é|🦊", "\\.", "(a|c)b*"];

test("regex_replace and regex_extract on patterns that both engines read alike", () =>
  compare({
    cases: many(() => ({ value: randomText(r, 10, [..."aabbc 12.", "é", "🦊"]), pattern: r.pick(PATTERNS) })),
    parameters: ({ value, pattern }) => [value, pattern],
    theirs: `regexp_replace($1::text, $2::text, '<\\&>', 'g') || '|' || coalesce(substring($1 from $2), 'none')`,
    mine: ({ value, pattern }) =>
      `${regexReplace(value, regex(pattern), "<$0>")}|${regexExtract(value, regex(pattern)) ?? "none"}`,
  }));

test("hashes and encodings of bytes", () =>
  compare({
    cases: many(() => r.bytes(r.int(0, 200))),
    parameters: (bytes) => [bytes],
    theirs: `concat_ws('|', md5($1::bytea), encode(sha224($1), 'hex'), encode(sha256($1), 'hex'),
      encode(sha384($1), 'hex'), encode(sha512($1), 'hex'), replace(encode($1, 'base64'), E'\\n', ''), encode($1, 'hex'))`,
    mine: (bytes) =>
      [
        ...(["md5", "sha224", "sha256", "sha384", "sha512"] as const).map((name) => digest(bytes, name, site)),
        base64Encode(bytes, site),
        hexEncode(bytes, site),
      ].join("|"),
  }));

function number(digits: number): string {
  return `${r.int(0, 10 ** r.int(0, digits))}.${r.int(0, 999_999)}`;
}

const plain = (value: Exact | null): string => value?.toFixed() ?? "null";

test("sign and rounding of numbers", () =>
  compare({
    cases: many(() => ({
      value: `${r.chance(0.5) ? "-" : ""}${number(9)}${r.pick(["", "5", "50"])}`,
      digits: r.int(-4, 8),
    })),
    parameters: ({ value, digits }) => [value, digits],
    theirs: `concat_ws('|', sign($1::numeric), trim_scale(round($1, $2::int)), trim_scale(trunc($1, $2)), ceil($1), floor($1), trunc($1))`,
    mine: ({ value, digits }) => {
      const x = exact(value);
      const rounded = [round(x, n(digits)), round(x, n(digits), "down")];
      return [sign(x), ...rounded, ceil(x), floor(x), trunc(x)].map(plain).join("|");
    },
  }));

/** PostgreSQL calculates with as many digits behind the point as its operands have, here far more than 34 in all. */
const CLOSE = "abs($3::numeric - t) <= abs(t) * 0.501e-33";

test("powers and roots are right to 34 digits", async () => {
  for (let run = 0; run < 300; run++) {
    const base = r.chance(0.2) ? `1.0000${r.int(1, 99_999)}` : number(6);
    const exponent = `${r.chance(0.5) ? "-" : ""}${r.pick([r.int(1, 12), r.int(101, 130), r.next().toFixed(6), number(1)])}`;
    const [x, y] = [exact(base).isZero() ? exact("7") : exact(base), exact(exponent)];
    const raised = plain(power(x, y, site));
    const why = `${plain(x)} ^ ${exponent} = ${raised}, seed ${r.seed}`;
    const powers = "SELECT power(round($1::numeric, 900), round($2::numeric, 20)) AS t";
    const [close] = await database.query(`SELECT ${CLOSE} AS ok FROM (${powers})`, [plain(x), exponent, raised]);
    assert.is(close?.["ok"], "t", why);
    const roots = "SELECT sqrt(round($1::numeric, $2::int)) AS t";
    const [root] = await database.query(`SELECT ${CLOSE} AS ok FROM (${roots})`, [plain(x), 200, plain(sqrt(x, site))]);
    assert.is(root?.["ok"], "t", why);
  }
});

test("powers of doubles are close to the C library's", async () => {
  for (let run = 0; run < 300; run++) {
    const [x, y] = [r.next() * 10 ** r.int(-3, 4), r.next() * r.int(-40, 40)];
    const [row] = await database.query("SELECT power($1::text::float8, $2::text::float8) AS t", [String(x), String(y)]);
    const [mine, theirs] = [power(x, y, site) ?? NaN, Number(row?.["t"])];
    assert.ok(Math.abs(mine - theirs) <= Math.abs(theirs) * 1e-15, `${x} ^ ${y}: ${mine}, ${theirs}, seed ${r.seed}`);
  }
});

test.run();
