import { test } from "uvu";
import * as assert from "uvu/assert";
import { renderText } from "../../../compiler/report/text.ts";
import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import type { SourceFile, Span } from "../../../grammar/source.ts";

function fileOf(text: string, path = "shop.rdi"): SourceFile {
  return { path, text };
}

function spanOf(file: SourceFile, words: string): Span {
  const start = file.text.indexOf(words);
  return { file, start, end: start + words.length };
}

function problem(span: Span, more: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: "RDI2020",
    severity: "error",
    title: "Title",
    span,
    label: "label",
    details: [],
    related: [],
    ...more,
  };
}

function plain(...diagnostics: readonly Diagnostic[]): string {
  return renderText(diagnostics, { color: false });
}

test("nothing to say is an empty text", () => assert.is(plain(), ""));

test("a diagnostic has its place, its underlined source, details, a hint and a count", () => {
  const file = fileOf("one\ntwo three\n");
  assert.is(
    plain(problem(spanOf(file, "three"), { details: ["Why."], hint: "Do `this`." })),
    [
      "error[RDI2020]: Title",
      "   ┌─ shop.rdi:2:5",
      "   │",
      " 2 │ two three",
      "   │     ^^^^^ label",
      "   │",
      "   = Why.",
      "   = hint: Do `this`.",
      "",
      "1 error",
      "",
    ].join("\n"),
  );
});

test("related places of the same file stand in the order of the text, with a mark for what is left out", () => {
  const file = fileOf("one\ntwo\nthree\n");
  const text = plain(problem(spanOf(file, "three"), { related: [{ span: spanOf(file, "one"), label: "why" }] }));
  assert.match(text, [" 1 │ one", "   │ --- why", "   ·", " 3 │ three", "   │ ^^^^^ label"].join("\n"));
});

test("a related place of another file has a head of its own", () => {
  const other = fileOf("there\n", "other.rdi");
  const text = plain(
    problem(spanOf(fileOf("here\n"), "here"), { related: [{ span: spanOf(other, "there"), label: "why" }] }),
  );
  assert.match(text, ["   ┌─ other.rdi:1:1", "   │", " 1 │ there", "   │ ----- why"].join("\n"));
});

test("tabs become spaces, and underlines stand below them", () => {
  assert.match(
    plain(problem(spanOf(fileOf("\ta\tbc\n"), "bc"))),
    [" 1 │     a   bc", "   │         ^^ label"].join("\n"),
  );
});

test("wide characters and emoji take two cells, combining marks none", () => {
  assert.match(plain(problem(spanOf(fileOf("日本 😀 e\u0301 x\n"), "x"))), `   │ ${" ".repeat(10)}^ label`);
});

test("columns count characters, not cells or code units", () => {
  assert.match(plain(problem(spanOf(fileOf("日😀 x\n"), "x"))), "shop.rdi:1:4");
});

test("control characters and direction marks can't act on the terminal", () => {
  const text = plain(problem(spanOf(fileOf("a\u001b[31m\u202e x\n"), "x")));
  assert.match(text, "a␛[31m\ufffd x");
  assert.not.match(text, "\u001b");
});

test("an empty span at the end of the file is still shown", () => {
  const file = fileOf("abc");
  assert.match(plain(problem({ file, start: 3, end: 3 })), [" 1 │ abc", "   │    ^ label"].join("\n"));
});

test("a span of several lines is underlined on its first one", () => {
  const file = fileOf("a {\n  b\n}\n");
  assert.match(plain(problem({ file, start: 2, end: 9 })), [" 1 │ a {", "   │   ^ label"].join("\n"));
});

test("Windows line ends leave no trace", () => {
  assert.not.match(plain(problem(spanOf(fileOf("one\r\ntwo\r\n"), "one"))), "\r");
});

test("a long line is cut around what is underlined", () => {
  const file = fileOf(`${"a ".repeat(500)}here${" b".repeat(500)}\n`);
  const lines = plain(problem(spanOf(file, "here"))).split("\n");
  const [source = "", underline = ""] = lines.slice(3);
  assert.is(source.indexOf("here"), underline.indexOf("^^^^"));
  assert.ok(source.length < 200);
  assert.match(source, /…$/);
});

test("line numbers of different widths align", () => {
  const file = fileOf("\n".repeat(8) + "nine\nten\n");
  const text = plain(problem(spanOf(file, "ten"), { related: [{ span: spanOf(file, "nine"), label: "why" }] }));
  assert.match(text, ["    │", "  9 │ nine", "    │ ---- why", " 10 │ ten", "    │ ^^^ label"].join("\n"));
});

test("diagnostics stand in the order of the text, with a blank line between them and a count of each kind", () => {
  const file = fileOf("one two three\n");
  const text = plain(
    problem(spanOf(file, "three")),
    problem(spanOf(file, "one"), { severity: "warning" }),
    problem(spanOf(file, "two")),
  );
  assert.equal(text.match(/^(error|warning)\[/gm), ["warning[", "error[", "error["]);
  assert.match(text, /label\n\nerror/);
  assert.match(text, /\n\n2 errors, 1 warning\n$/);
});

test("details are wrapped, and nothing in backquotes is broken", () => {
  const file = fileOf("x\n");
  const text = plain(problem(spanOf(file, "x"), { details: ["word ".repeat(19) + "`a b c d e`"] }));
  assert.match(text, "\n     `a b c d e`\n");
});

test("a password that was reported is covered, also in other diagnostics of its line", () => {
  const file = fileOf('url: "redis://:hunter2@h" x\n');
  const text = plain(problem(spanOf(file, '"redis://:hunter2@h"'), { code: "RDI2012" }), problem(spanOf(file, "x")));
  assert.not.match(text, "hunter2");
  assert.match(text, 'url: "••••••••••••••••••" x');
});

test("colour is used only when it is asked for", () => {
  const one = problem(spanOf(fileOf("x\n"), "x"), { hint: "Do." });
  assert.not.match(plain(one), "\u001b");
  const colored = renderText([one], { color: true });
  assert.match(colored, "\u001b[1;31m");
  assert.is(colored.replaceAll(/\u001b\[[\d;]*m/g, ""), plain(one));
});

test.run();
