/**
 * Every code of the compiler, as people see it: test/errors/CODE-title.txt holds a source, a line of dashes, and what is said about it. A source
 * may be followed by a line of dashes and `rdi.lock.json`, and by that file.
 * RDI_UPDATE=1 writes what is said now; the sources of syntax errors come from test/grammar/error-sources.ts.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { check } from "../compiler/check/check.ts";
import { checkMessages } from "../compiler/messages.ts";
import { LOCK_FILE } from "../compiler/schema/lock.ts";
import { renderText } from "../compiler/report/text.ts";
import { syntaxMessages } from "../grammar/messages.ts";
import { parse } from "../grammar/parse.ts";
import { errorSources } from "./grammar/error-sources.ts";

const folder = new URL("./errors/", import.meta.url);
const separator = "-----\n";
const lockSeparator = `----- ${LOCK_FILE}\n`;
const updating = process.env["RDI_UPDATE"] === "1";

const catalog: Readonly<Record<string, { readonly title: string }>> = { ...syntaxMessages, ...checkMessages };

/** A syntax error is shown alone; otherwise everything is said that the compiler knows. */
function render(code: string, golden: string): string {
  const [text = "", locked] = golden.split(lockSeparator);
  const { file, diagnostics } = parse({ path: "shop.rdi", text });
  const lock = locked === undefined ? undefined : { path: LOCK_FILE, text: locked };
  const shown = code.startsWith("RDI1")
    ? diagnostics
    : [...diagnostics, ...check([file], { project: "shop", lock }).diagnostics];
  return renderText(shown, { color: false });
}

function goldens(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .sort();
}

function codeOf(name: string): string {
  return name.slice(0, name.indexOf("-"));
}

function nameFor(code: string): string {
  const title = catalog[code]?.title ?? "";
  return `${code}-${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.txt`;
}

if (updating) {
  for (const code of Object.keys(syntaxMessages)) {
    const path = new URL(nameFor(code), folder);
    if (!existsSync(path)) writeFileSync(path, separator);
  }
}

test("every code of the catalogs has a golden", () => {
  const known = new Set(goldens().map(codeOf));
  assert.equal(
    Object.keys(catalog).filter((code) => !known.has(code)),
    [],
  );
});

test("every golden is of a code of the catalogs", () => {
  assert.equal(
    goldens().filter((name) => !Object.hasOwn(catalog, codeOf(name))),
    [],
  );
});

for (const name of goldens()) {
  const code = codeOf(name);
  const path = new URL(name, folder);

  test(`${name} shows what is said about its source`, () => {
    const golden = readFileSync(path, "utf8");
    const end = golden.startsWith(separator) ? 0 : golden.indexOf(`\n${separator}`) + 1;
    const isThere = golden.startsWith(separator, end);
    assert.ok(isThere, "has no line of dashes");
    const source = code.startsWith("RDI1") ? (errorSources[code] ?? "") : golden.slice(0, end);
    const rendered = render(code, source);
    assert.match(rendered, `[${code}]`);
    const expected = `${source}${source.endsWith("\n") ? "" : "\n"}${separator}${rendered}`;
    if (updating) writeFileSync(path, expected);
    else assert.is(golden, expected);
  });
}

test.run();
