/** Corrections: what they make of a text, and that they never make it worse. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { analyze } from "../../../compiler/compile.ts";
import { fixSources, type FixedSources } from "../../../compiler/fix/fix-sources.ts";
import { packageRoot } from "../../../compiler/package-root.ts";
import type { SourceFile } from "../../../grammar/source.ts";
import { diagnosticsOf, errorGoldens } from "../../support/error-goldens.ts";
import { random, type Random } from "../../support/random.ts";

const judge = (sources: readonly SourceFile[]) => analyze(sources, "shop").diagnostics;

function fix(text: string): FixedSources & { readonly text: string } {
  const fixed = fixSources([{ path: "shop.rdi", text }], judge);
  return { ...fixed, text: fixed.sources[0]?.text ?? "" };
}

const HEAD = 'source redis { url: env("REDIS_URL") }\ntarget db: postgres { url: env("DB_URL") }\n';

/** A job with these clauses and columns. */
function job(clauses: string, columns: string, from = 'hash "a:{id:int}"'): string {
  return `${HEAD}job a {\n  from ${from}\n  ${clauses}\n  into db.a key (id) { id: bigint = @id, ${columns} }\n}\n`;
}

const let_ = (expr: string): string => job(`let x = ${expr}`, "x: json = [x]");
const where = (condition: string): string => job(`where ${condition}`, "n: text");
const column = (text: string): string => job("", text);

const tags = (value: string): string =>
  `${HEAD}job a {\n  from set "a:{id:int}"\n  for tag in @value { into db.a key (id, t) { id: bigint = @id, t: text = ${value} } }\n}\n`;

/** Code, what is wrong, what it becomes. */
const CORRECTIONS: readonly (readonly [string, string, string])[] = [
  ["RDI1001", `${HEAD.trim()};\n`, HEAD],
  ["RDI1001", `# first\n${HEAD}`, `// first\n${HEAD}`],
  ["RDI1001", where("!vip as boolean"), where("not vip as boolean")],
  ["RDI1001", where("a\u00a0== 1"), where("a == 1")],
  ["RDI1002", where("a == 'it\"s'"), where('a == "it\\"s"')],
  ["RDI1008", `-- first\n${HEAD}`, `// first\n${HEAD}`],
  ["RDI1008", `/* first */\n${HEAD}`, `// first\n${HEAD}`],
  ["RDI1009", where("a -b > 1"), where("a - b > 1")],
  ["RDI1010", `${HEAD}delivery { wait: 20sec }\n`, `${HEAD}delivery { wait: 20s }\n`],
  ["RDI1011", let_("{ a: 1 b: 2 }"), let_("{ a: 1, b: 2 }")],
  ["RDI1011", let_("round(a as int 2)"), let_("round(a as int, 2)")],
  ["RDI1012", let_("1,"), let_("1")],
  ["RDI1103", `${HEAD}delivry { batch: 5 }\n`, `${HEAD}delivery { batch: 5 }\n`],
  ["RDI1104", job("wher a == 1", "n: text"), where("a == 1")],
  ["RDI1107", job("", "n: text").replace("from hash", "form hash"), job("", "n: text")],
  ["RDI1108", where("a = 1"), where("a == 1")],
  ["RDI1109", where('a <> "x"&&b === 1'), where('a != "x" and b == 1')],
  ["RDI1109", where("a as int mod 2 == 1"), where("a as int % 2 == 1")],
  ["RDI1110", where("a IS NOT NULL AND b == 1"), where("a is not null and b == 1")],
  ["RDI1111", let_("in"), let_("`in`")],
  ["RDI1112", `${HEAD}test "t" { delet "a:1" }\n`, `${HEAD}test "t" { delete "a:1" }\n`],
  ["RDI1114", column("n: text } on delte { keep"), column("n: text } on delete { keep")],
  ["RDI2001", column("n: text = @ky"), column("n: text = @key")],
  ["RDI2002", job("", "n: text", 'hsah "a:{id:int}"'), column("n: text")],
  ["RDI2003", column("n: decimal(9,2)"), column("n: numeric(9,2)")],
  ["RDI2004", column("n: text = trimm(n)"), column("n: text = trim(n)")],
  ["RDI2005", `${HEAD}delivery { btach: 5 }\n`, `${HEAD}delivery { batch: 5 }\n`],
  ["RDI2006", column("n: text").replace("into db", "into dbb"), column("n: text")],
  ["RDI2011", `${HEAD}delivery { on_reject: "halt" }\n`, `${HEAD}delivery { on_reject: halt }\n`],
  ["RDI2011", `${HEAD}delivery { on_reject: hlat }\n`, `${HEAD}delivery { on_reject: halt }\n`],
  ["RDI2018", tags("tga"), tags("tag")],
  [
    "RDI2019",
    column('gone: text = null } on delete set { gon: "x"'),
    column('gone: text = null } on delete set { gone: "x"'),
  ],
  ["RDI2020", column("n: int = trim(a)"), column("n: int = trim(a) as int")],
  ["RDI2020", column("n: int = trim(a) ++ trim(b)"), column("n: int = (trim(a) ++ trim(b)) as int")],
  ["RDI2020", column("n: text = 5"), column('n: text = "5"')],
  ["RDI2020", column("n: numeric = trim(a) * 2"), column("n: numeric = trim(a) as numeric * 2")],
  ["RDI2032", column('n: numeric = round(n / 3, 2, "half-up")'), column('n: numeric = round(n / 3, 2, "half_up")')],
  ["RDI2042", column("n: text").replace("key (id)", "key (idd)"), column("n: text")],
  ["RDI2052", job("", "n: text", 'hash "a:{id:itn}"'), job("", "n: text", 'hash "a:{id:int}"')],
];

for (const [code, wrong, right] of CORRECTIONS) {
  const changed = wrong.split("\n").find((line) => !right.includes(line)) ?? wrong;
  test(`${code} is corrected: ${changed.trim()}`, () => {
    assert.ok(
      diagnosticsOf(wrong).some((one) => one.code === code),
      "the code is not said",
    );
    const { text, fixed } = fix(wrong);
    assert.is(text, right);
    assert.ok(
      fixed.some((one) => one.code === code),
      "something else was corrected",
    );
  });
}

/** Where the text has lines, so does what is added. */
test("RDI2040 is corrected by a column that is laid out like the others", () => {
  const block = (text: string): string => `${HEAD}job b {\n  from hash "b:{k}"\n  into db.b key (n) {${text}}\n}\n`;
  const added = "redis_key: text not null = @key";
  assert.is(fix(block(" n: int ")).text, block(` n: int, ${added} `));
  assert.is(fix(block(" n: int, ")).text, block(` n: int, ${added} `));
  assert.is(fix(block("\n    n: int // why\n  ")).text, block(`\n    n: int // why\n    ${added}\n  `));
  assert.is(fix(block("\r\n    n: int\r\n  ")).text, block(`\r\n    n: int\r\n    ${added}\r\n  `));
});

/** Two things may be meant, or somebody has to decide. */
const UNCERTAIN: readonly (readonly [string, string])[] = [
  ["RDI1009", let_("first-name")],
  ["RDI1002", where("a == 'it\\'s'")],
  ["RDI1002", where("a == '{b}'")],
  ["RDI2032", column('n: text = hash(n, "sha265")')],
  ["RDI2018", tags("tag").replace("t: text = tag", "tga: text")],
  ["RDI2021", column("n: int = a / b")],
  ["RDI2040", job("", "m: text").replace("= @id", "")],
];

for (const [code, text] of UNCERTAIN) {
  test(`${code} is left to its writer where it is not certain: ${text.split("\n").slice(4).join(" ").trim()}`, () => {
    const found = diagnosticsOf(text).filter((one) => one.code === code);
    assert.ok(found.length > 0, "the code is not said");
    assert.equal(
      found.map((one) => one.fix),
      found.map(() => undefined),
    );
  });
}

test("every code whose golden offers a correction is tested here", () => {
  const tested = new Set([...CORRECTIONS.map(([code]) => code), "RDI2040"]);
  const offered = errorGoldens().filter(({ code, source }) =>
    diagnosticsOf(source).some((one) => one.code === code && one.fix !== undefined),
  );
  assert.ok(offered.length > 20);
  assert.equal(
    offered.map(({ code }) => code).filter((code) => !tested.has(code)),
    [],
  );
});

for (const { name, code, source } of errorGoldens()) {
  test(`all corrections of ${name} can be made, and what they correct is gone`, () => {
    const before = diagnosticsOf(source);
    const { text, diagnostics } = fix(source);
    const fixable = (all: typeof before): number =>
      all.filter((one) => one.code === code && one.fix !== undefined).length;
    assert.equal(diagnosticsOf(text), [...diagnostics], "what is said is not about the text");
    assert.is(fixable(diagnostics), 0);
    const others = (all: typeof before): number => all.filter((one) => one.code === code).length;
    assert.is(others(diagnostics), others(before) - fixable(before));
  });
}

const SAMPLES = join(packageRoot(), "samples");
const samples = readdirSync(SAMPLES).flatMap((folder) =>
  readdirSync(join(SAMPLES, folder))
    .filter((name) => name.endsWith(".rdi"))
    .map((name) => readFileSync(join(SAMPLES, folder, name), "utf8")),
);

/** What people mistype, and what it was. Each is undone by the correction, to the byte. */
const DAMAGES: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/(?<=^ *)(?:where|into|lookup)(?= )/gm, (word) => word.charAt(1) + word.charAt(0) + word.slice(2)],
  [/^(?:job|target)(?= )/gm, (word) => word.slice(0, -2) + word.slice(-1) + word.slice(-2, -1)],
  [/(?<=from )(?:hash|json)(?= )/g, (word) => word.slice(0, -1)],
  [/(?<= (?:is|not|==|!=|when|then|else) )"[^"\\{}]*"/g, (text) => `'${text.slice(1, -1)}'`],
  [/(?<= )==(?= )/g, () => "="],
  [/(?<= )!=(?= )/g, () => "<>"],
  [/(?<=^ *where .* )and(?= )/gm, () => "AND"],
  [/(?<=^ *where .* )and(?= )/gm, () => "&&"],
  [/(?<=: )numeric(?=\()/g, () => "decimal"],
  [/(?<=: )boolean\b/g, () => "bool"],
  [/(?<=: [a-z]+),(?= [a-z_]+: )/g, () => ""],
  [/(?<= = )nullif(?=\()/g, () => "nulif"],
];

function damage(text: string, { chance }: Random): string {
  const places = DAMAGES.flatMap(([pattern, spoil]) =>
    Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({ index, found, spoil })),
  );
  const isCode = (index: number): boolean => !text.slice(text.lastIndexOf("\n", index) + 1, index).includes("//");
  const chosen = new Map(
    places.filter(({ index }) => isCode(index) && chance(0.1)).map((place) => [place.index, place]),
  );
  let result = text;
  for (const [index, { found, spoil }] of [...chosen].sort(([a], [b]) => b - a))
    result = result.slice(0, index) + spoil(found) + result.slice(index + found.length);
  return result;
}

test("whatever was mistyped in a sample is what it was again", () => {
  const random_ = random();
  let damaged = 0;
  for (let round = 0; round < 60; round++) {
    const sample = random_.pick(samples);
    const text = damage(sample, random_);
    if (text !== sample) damaged++;
    assert.is(fix(text).text, sample);
  }
  assert.ok(damaged > 10);
});

test("a correction never makes a text that could be read unreadable", () => {
  const random_ = random();
  const wrongKinds = ["set", "zset", "list", "string", "json", "hash"];
  let corrected = 0;
  for (let round = 0; round < 120; round++) {
    // Names, kinds and types at random: few of them fit.
    const text = random_
      .pick(samples)
      .replaceAll(/(?<=from )\w+/g, (kind) => (random_.chance(0.3) ? random_.pick(wrongKinds) : kind))
      .replaceAll(/(?<=: )[a-z]+(?=[ \n,])/g, (type) =>
        random_.chance(0.2) ? random_.pick(["int", "text", "date", "json"]) : type,
      )
      .replaceAll(/(?<=[ ({])@?[a-z]+(?=[ .,)}])/g, (word) => (random_.chance(0.05) ? `${word}x` : word));
    if (diagnosticsOf(text).some(({ code }) => code.startsWith("RDI1"))) continue;
    const { diagnostics, fixed, text: after } = fix(text);
    corrected += fixed.length;
    const broken = diagnostics.filter(({ code }) => code.startsWith("RDI1"));
    assert.equal(
      broken.map(({ code, label }) => `${code} ${label}`),
      [],
      `${text}\nbecame\n${after}`,
    );
  }
  assert.ok(corrected > 5, `${corrected}`);
});

test("corrections that touch one another are made one after the other", () => {
  assert.is(fix(where("a <> 'x'&&'y' === b")).text, where('a != "x" and "y" == b'));
});

test.run();
