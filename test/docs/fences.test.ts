/** Documentation is executed: every `rdi` fence compiles, and a broken one is answered with exactly the text below it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { analyze } from "../../compiler/compile.ts";
import { renderText } from "../../compiler/report/text.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

interface Fence {
  readonly language: string;
  readonly text: string;
}

function fencesOf(file: string): readonly Fence[] {
  const matches = readFileSync(join(ROOT, file), "utf8").matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm);
  return [...matches].map(([, language = "", text = ""]) => ({ language, text }));
}

function answerTo(text: string): string {
  return renderText(analyze([{ path: "shop.rdi", text }], "shop").diagnostics, { color: false });
}

const FILES = ["README.md", ...readdirSync(join(ROOT, "docs")).map((name) => join("docs", name))];

test("every rdi fence compiles without a word", () => {
  const fences = FILES.flatMap(fencesOf).filter(({ language }) => language === "rdi");
  assert.ok(fences.length > 0);
  for (const { text } of fences) assert.is(answerTo(text), "");
});

test("a broken fence is answered with the text below it", () => {
  const fences = FILES.flatMap(fencesOf);
  const broken = fences.flatMap(({ language, text }, index) =>
    language === "rdi broken" ? [{ text, answer: fences[index + 1] }] : [],
  );
  assert.ok(broken.length > 0);
  for (const { text, answer } of broken) {
    assert.is(answer?.language, "text");
    assert.is(answerTo(text), answer?.text);
  }
});

test("every file that a document links to is there", () => {
  for (const file of FILES) {
    const links = [...readFileSync(join(ROOT, file), "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)/g)];
    for (const [, link = ""] of links) assert.ok(existsSync(join(ROOT, file, "..", link)), `${file}: ${link}`);
  }
});

test.run();
