import { test } from "uvu";
import * as assert from "uvu/assert";
import { syntaxMessages } from "../../grammar/messages.ts";
import { parse } from "../../grammar/parse.ts";
import { errorSources } from "./error-sources.ts";
import { describe, source } from "./support.ts";

test("every code has a source, and every source a code", () => {
  assert.equal(Object.keys(errorSources).sort(), Object.keys(syntaxMessages).sort());
});

for (const [code, text] of Object.entries(errorSources)) {
  test(`the source of ${code} has that one diagnostic`, () => {
    assert.equal(
      parse(source(text)).diagnostics.map((diagnostic) => diagnostic.code),
      [code],
    );
  });
}

for (const [code, entry] of Object.entries(syntaxMessages)) {
  test(`${code} is explained with a bad and a good example`, () => {
    assert.ok(entry.title.split(" ").length <= 4, entry.title);
    assert.ok(entry.explanation.endsWith("."));
    assert.is.not(entry.bad, entry.good);
    assert.ok(readings(entry.bad).includes(code), `the bad example shows ${readings(entry.bad).join(" | ")}`);
    assert.ok(readings(entry.good).includes(""), `the good example shows ${readings(entry.good).join(" | ")}`);
  });
}

/** The codes of an example, read as a file, as clauses of a job, and as the whole body of one. */
function readings(example: string): readonly string[] {
  const texts = [example, `job a {\n  from hash "a:{id}"\n${example}\n}`, `job a {\n${example}\n}`];
  return texts.map((text) =>
    parse(source(text))
      .diagnostics.map(({ code }) => code)
      .join(),
  );
}

const labels = /\b(LBrace|RBrace|LParen|RParen|LBracket|RBracket|BareName|AnyName|StringToken|NotEquals|EOF)\b/;

test("no message speaks of tokens by their internal names", () => {
  for (const text of Object.values(errorSources)) {
    for (const { label, details, hint } of parse(source(text)).diagnostics) {
      assert.not.match([label, ...details, hint ?? ""].join(" "), labels);
    }
  }
});

test("an unclosed brace shows where it was opened", () => {
  const [diagnostic] = parse(source(errorSources["RDI1102"] ?? "")).diagnostics;
  const [opened] = diagnostic?.related ?? [];
  assert.is(opened?.label, "opened here");
  assert.is(opened?.span.file.text.slice(opened.span.start, opened.span.end), "{");
});

test("a misspelled keyword is suggested, and the job is read all the same", () => {
  const { file, diagnostics } = parse(source(errorSources["RDI1107"] ?? ""));
  assert.is(diagnostics[0]?.hint, "Did you mean `from`?");
  const [job] = file.declarations;
  assert.is(job?.kind === "job" ? job.from.system.text : "", "hash");
});

test("habits of SQL are named", () => {
  const clauses = [
    'where a <> "x"',
    "where a IS NULL",
    "where a AND b",
    'where a like "x%"',
    "where a || b",
    "where a && b",
    "where not (a = b)",
  ];
  assert.equal(
    clauses.map((clause) => describe(`job j { from hash "k" ${clause}\n}`).join().replace(/.* /, "")),
    ["RDI1109", "RDI1110", "RDI1110", "RDI1109", "RDI1109", "RDI1109", "RDI1108"],
  );
});

test("the condition that a where lacks is reported where it is missing", () => {
  const into = "into d.t key (a) { a: text }";
  for (const clause of [
    "let x = 1",
    into,
    "append into d.t { a: text }",
    "for a in b { }",
    "skip when a",
    'lookup l = hash "k"',
  ]) {
    assert.equal(describe(`job j {\n  from hash "k"\n  where\n  ${clause}\n}`), ["4:3 RDI1105"], clause);
  }
});

test.run();
