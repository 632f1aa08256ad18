import { defineCommand } from "../definition.ts";
import { refuseTogether } from "../refuse-together.ts";
import { TEST_SCHEMA } from "../schemas.ts";
import { PROJECTS } from "./projects.ts";

const DETAILS = `[Tests](language.md#tests) are written in the language. \`rdi test samples/*\` runs those of all samples:

\`\`\`
ok   a customer becomes one row, and goes with the key
FAIL a test account has no row
       samples/shop/shop.rdi:50 warehouse.customers has other rows
         the row of line 50 differs:
             id       8
           > balance  expected 1
                      actual   0
         a row that is not expected: { id: 9, name: "Grace", … }
       customer:7 was refused: RDI5010 balance: not a number (shop.rdi:16)
1 passed, 1 failed
\`\`\`

Of a failed expectation each row is shown beside the nearest one that is there, with \`>\` where they differ. Values of \`sensitive\` columns are \`***\`. Below stand the keys that were refused, which is often the
reason. On a terminal the first column is ✓ or ✗. \`--only TEXT\` runs the tests with TEXT in their name, in either case. The exit code is 1 when a test fails or a file has errors, and 0 for a project without tests.

\`rdi test --json\` prints

\`\`\`json
{
  "version": 1,
  "passed": 1,
  "failed": 1,
  "projects": [
    {
      "project": "shop",
      "tests": [
        {
          "title": "a test account has no row",
          "file": "samples/shop/shop.rdi",
          "line": 48,
          "passed": false,
          "milliseconds": 0.4,
          "failures": [
            {
              "place": { "file": "samples/shop/shop.rdi", "line": 50 },
              "what": "rows",
              "table": "warehouse.customers",
              "differences": [
                {
                  "kind": "different",
                  "place": { "file": "samples/shop/shop.rdi", "line": 50 },
                  "cells": [{ "column": "balance", "type": "numeric", "expected": "1", "actual": "0", "same": false }]
                }
              ]
            }
          ],
          "rejected": []
        }
      ]
    }
  ],
  "diagnostics": []
}
\`\`\`

A value is its text, or null. \`kind\` is \`different\`, \`missing\` (expected, and no row is left: \`cells\` have a \`value\`) or \`unexpected\` (there, and not expected). Of a failed \`expect rejected\` the failure has \`what: "rejected"\`, \`key\`, \`code\` and
\`found\`. \`rejected\` lists the keys that were refused at the end of a failed test, each with \`refusals\`: \`route\`, \`code\`, \`message\`, \`site\`. \`diagnostics\` are as in \`rdi check\`. \`version\` rises when something is renamed,
removed or changes its meaning.

\`rdi test --cases\` looks for a value that each job takes, varies it by the columns' types (a field that is missing, empty text, text and numbers at their limits and beyond, what is no number or date, a delete, an expiry), runs the mapping,
and prints \`test\` blocks that say what came of it. They pass as they are; read them before you keep them.`;

export const test = defineCommand({
  name: "test",
  summary: "Runs the tests of .rdi files, without any server.",
  arguments: { paths: PROJECTS },
  options: {
    json: { kind: "flag", text: "print the results as JSON" },
    junit: { kind: "value", placeholder: "file", text: "write the results as JUnit XML as well", takes: "file" },
    only: { kind: "value", placeholder: "text", text: "run only tests with this text in their name" },
    cases: { kind: "flag", text: "propose tests of edge cases, to paste, and run none" },
  },
  examples: ["rdi test samples/shop"],
  exits: { diagnostics: "a test fails, or the .rdi files have errors" },
  json: TEST_SCHEMA,
  details: DETAILS,
  async run({ paths, json, junit, only, cases }, output) {
    if (cases) {
      const other = Object.entries({ "--json": json, "--junit": junit, "--only": only }).find(([, value]) => value);
      if (other !== undefined) refuseTogether("--cases", other[0]);
      const { casesCommand } = await import("../cases.ts");
      return casesCommand(paths, output);
    }
    const { testCommand } = await import("../test.ts");
    return testCommand(paths, { json, junit, only }, output);
  },
});
