/** The examples of `rdi explain` and docs/errors.md are executed: a bad one has its code, and a good one is without errors. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { analyze } from "../compiler/compile.ts";
import { COMPILER_PAGES } from "../compiler/report/pages.ts";
import type { Diagnostic } from "../grammar/diagnostic.ts";
import { completed, framed } from "./support/example-frame.ts";

/** No text has them: the bytes of RDI1901 are none. */
const WITHOUT_TEXT: ReadonlySet<string> = new Set(["RDI1901"]);

/** What the frame adds is what these miss. */
const ABOUT_THE_SOURCE: ReadonlySet<string> = new Set(["RDI2013"]);

/** What an example may import. */
const SHARED = { path: "shared.rdi", text: "fn plain(t: text) = lower(trim(t))\n" };

function said(code: string, example: string): readonly Diagnostic[] {
  const text = ABOUT_THE_SOURCE.has(code) ? completed(example) : framed(example);
  return analyze([{ path: "example.rdi", text }], "example", [SHARED]).diagnostics;
}

/** The examples of syntax errors need not be sensible projects, and some show what is not compiled yet. */
function counts(example: string, found: string): boolean {
  return example.startsWith("RDI1") ? found.startsWith("RDI1") : found !== "RDI2060";
}

function shown(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, label }) => `${code} ${label}`).join("\n");
}

/** What is bad about them stands in a lock file: test/errors has each with its own. */
function isAboutTheSchema(code: string): boolean {
  return code.startsWith("RDI3");
}

for (const [code, { bad, good }] of COMPILER_PAGES) {
  if (WITHOUT_TEXT.has(code) || isAboutTheSchema(code)) continue;

  test(`${code}: the bad example has the code`, () => {
    const diagnostics = said(code, bad);
    assert.ok(
      diagnostics.some((one) => one.code === code),
      `${framed(bad)}\n${shown(diagnostics)}`,
    );
  });

  test(`${code}: the good example has no error`, () => {
    const wrong = said(code, good).filter(
      (one) => one.code === code || (one.severity === "error" && counts(code, one.code)),
    );
    assert.is(shown(wrong), "", framed(good));
  });
}

test.run();
