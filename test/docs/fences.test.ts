/**
 * Documentation is executed: every `rdi` fence compiles, and a broken one is answered with exactly the text below it. What stands behind `rdi`
 * says what a part of a project is put into; frames.ts has them.
 */
import { existsSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { analyze } from "../../compiler/compile.ts";
import { renderText } from "../../compiler/report/text.ts";
import { DOCUMENTS, documentText, linkedPath } from "./documents.ts";
import { complaints, projectOf } from "./frames.ts";
import { blocksOf, type Fence } from "./markdown.ts";

function fencesOf(file: string): readonly Fence[] {
  return blocksOf(documentText(file)).flatMap((block) => (block.kind === "fence" ? [block] : []));
}

function answerTo(text: string): string {
  return renderText(analyze([{ path: "shop.rdi", text }], "shop").diagnostics, { color: false });
}

for (const file of DOCUMENTS) {
  const fences = fencesOf(file);
  const compiled = fences.filter(({ language }) => language.startsWith("rdi") && language !== "rdi broken");
  if (compiled.length === 0) continue;

  test(`every rdi fence of ${file} compiles without a word`, () => {
    for (const { language, text, line } of compiled) {
      const project = projectOf(language, text);
      assert.ok(project !== undefined, `${file}:${line} has no frame`);
      const said = complaints(language, project ?? "");
      assert.is(renderText(said, { color: false }), "", `${file}:${line}`);
    }
  });
}

test("the documents that show the language have fences", () => {
  for (const file of ["README.md", "docs/language.md"])
    assert.ok(
      fencesOf(file).some(({ language }) => language === "rdi"),
      file,
    );
});

test("a broken fence is answered with the text below it", () => {
  const fences = DOCUMENTS.flatMap(fencesOf);
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
  for (const file of DOCUMENTS) {
    const links = [...documentText(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)];
    for (const [, link = ""] of links) assert.ok(existsSync(linkedPath(file, link)), `${file}: ${link}`);
  }
});

test("every heading that a document links to in itself is there", () => {
  for (const file of DOCUMENTS) {
    const text = documentText(file);
    const anchors = new Set(Array.from(text.matchAll(/^#+ (.+)$/gm), ([, heading = ""]) => anchorOf(heading)));
    for (const [, anchor = ""] of text.matchAll(/\]\(#([^)]+)\)/g))
      assert.ok(anchors.has(anchor), `${file}: #${anchor}`);
  }
});

function anchorOf(heading: string): string {
  const letters = heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "");
  return letters.replaceAll(" ", "-");
}

test.run();
