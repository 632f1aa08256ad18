/** docs/cli.md, and the definitions from which it is made. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { optionWord } from "../../../compiler/commands/definition.ts";
import { COMMANDS, GROUPS } from "../../../compiler/commands/definitions.ts";
import { cliPage } from "../../../compiler/report/cli-page.ts";

const page = readFileSync(new URL("../../../docs/cli.md", import.meta.url), "utf8");

test("docs/cli.md is what the generator writes now: node --import tsx compiler/report/generate-cli.ts", () =>
  assert.is(page, cliPage(COMMANDS)));

for (const command of COMMANDS) {
  const { name, summary, examples, options, json, exits } = command;

  test(`${name} is defined in full`, () => {
    assert.match(summary, /^[A-Z].*\.$/);
    assert.ok(examples.length > 0);
    for (const example of examples) assert.match(example, `rdi ${name}`);
    for (const group of name.split(" ").slice(0, -1)) assert.ok(GROUPS[group] !== undefined, `the group ${group}`);
    for (const meaning of Object.values(exits)) assert.match(meaning, /\w/);
    assert.is("json" in options, json !== undefined, "--json has a schema, and only --json has one");
    if (json !== undefined) assert.ok(new Ajv2020({ strict: true }).compile(json));
  });

  test(`${name} has its chapter, with every option`, () => {
    const chapter = page.split(/^## /m).find((text) => text.startsWith(`rdi ${name}\n`)) ?? "";
    assert.match(chapter, "| exit code | |");
    for (const option of Object.keys(options)) assert.match(chapter, optionWord(option));
  });
}

test("names are unique", () => {
  const names = COMMANDS.map(({ name }) => name);
  assert.equal([...new Set(names)], names);
});

test.run();
