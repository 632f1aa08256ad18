/**
 * Every file test/format/CASE.rdi is laid out as CASE.formatted.rdi beside it says; RDI_UPDATE=1 writes that again. What has the layout
 * already stays as it is.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatText } from "../compiler/format/format.ts";

const folder = new URL("./format/", import.meta.url);
const FORMATTED = ".formatted.rdi";
const updating = process.env["RDI_UPDATE"] === "1";

const files = readdirSync(folder).sort();
const cases = files.filter((name) => !name.endsWith(FORMATTED));

function goldenOf(name: string): string {
  return name.replace(/\.rdi$/, FORMATTED);
}

function read(name: string): string {
  const path = new URL(name, folder);
  return existsSync(path) ? readFileSync(path, "utf8") : "(there is no such file; RDI_UPDATE=1 writes it)";
}

test("there are cases, and nothing but cases and what becomes of them", () => {
  assert.ok(cases.length >= 10, `${cases.length}`);
  assert.equal(files, cases.flatMap((name) => [name, goldenOf(name)]).sort());
});

for (const name of cases) {
  test(`${name} becomes ${goldenOf(name)}`, async () => {
    const formatted = await formatText(read(name));
    if (updating) writeFileSync(new URL(goldenOf(name), folder), formatted);
    assert.is(read(goldenOf(name)), formatted);
    assert.is(await formatText(formatted), formatted);
  });
}

test.run();
