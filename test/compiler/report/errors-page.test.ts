import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { errorsPage } from "../../../compiler/report/errors-page.ts";
import { knownCodes } from "../../../compiler/report/explain.ts";

const page = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");

test("docs/errors.md is what the generator writes now", () => assert.is(page, errorsPage()));

test("every known code has one heading and one line in a table that links to it", () => {
  const headings = [...page.matchAll(/^### (RDI\d{4})$/gm)].map(([, code]) => code);
  const links = [...page.matchAll(/^\| \[(RDI\d{4})\]\(#(rdi\d{4})\)/gm)].map(([, code, anchor]) => [code, anchor]);
  assert.equal([...headings].sort(), knownCodes());
  assert.equal(
    links,
    headings.map((code = "") => [code, code.toLowerCase()]),
  );
});

test("every run-time code shows what it looks like, and the example has the code", () => {
  const entries = page.split(/^### /m).filter((entry) => entry.startsWith("RDI5"));
  assert.ok(entries.length > 30);
  for (const entry of entries) {
    assert.match(entry, "\nWhat to do: ");
    assert.match(/```text\n([\s\S]*?)```/.exec(entry)?.[1] ?? "", entry.slice(0, 7));
  }
});

test.run();
