/** The rules of the house, and proof that each of them notices an offence. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { comparisonOffences, isComparison, layerOffences, testImportOffences } from "./support/layer-rules.ts";
import { projectFiles, type SourceFile } from "./support/source-files.ts";
import * as style from "./support/style-rules.ts";

const files = projectFiles();

function source(path: string, ...lines: readonly string[]): SourceFile {
  return { path, text: `${lines.join("\n")}\n` };
}

function assertNone(offences: readonly string[]): void {
  assert.is(offences.join("\n"), "");
}

test("the project's files are found", () => {
  for (const layer of ["grammar", "compiler", "runtime", "generated", "test"]) {
    assert.ok(
      files.some(({ path }) => path.startsWith(`${layer}/`)),
      layer,
    );
  }
  assert.ok(files.some(isComparison));
});

test("grammar imports only chevrotain and itself", () => assertNone(layerOffences("grammar", files)));

test("runtime imports neither grammar nor compiler", () => assertNone(layerOffences("runtime", files)));

test("compiler imports of runtime only types, except what its commands load", () =>
  assertNone(layerOffences("compiler", files)));

test("generated imports only rdi/runtime and its own folder", () => assertNone(layerOffences("generated", files)));

test("nothing outside test imports test", () => assertNone(testImportOffences(files)));

test("the comparisons of live tests use nothing of the product", () => assertNone(comparisonOffences(files)));

const styleRules: readonly (readonly [string, style.StyleRule])[] = [
  ["no file is longer than 400 lines", style.tooLong],
  ["file names are kebab-case", style.notKebabCase],
  ["no any", style.usesAny],
  ["no non-null assertion", style.usesNonNull],
  ["no default export", style.exportsDefault],
  ["no comment silences a checker", style.silencesChecker],
  ["no path of somebody's machine", style.namesMachinePath],
  ["no test is left out", style.leavesTestsOut],
  ["every suite is run at the end of its file", style.doesNotRunItsTests],
];

for (const [name, rule] of styleRules) {
  test(name, () => assertNone(files.flatMap(rule)));
}

test("the layer rule of grammar notices another package and another layer", () => {
  const file = source(
    "grammar/a.ts",
    'import { x } from "./b.ts";',
    'import y from "pg";',
    'export * from "../runtime/z.ts";',
  );
  assert.equal(layerOffences("grammar", [file]), [
    'grammar/a.ts:2 imports "pg"',
    'grammar/a.ts:3 imports "../runtime/z.ts"',
  ]);
});

test("the layer rule of runtime notices types and lazy imports as well", () => {
  const file = source(
    "runtime/sinks/a.ts",
    'import fs from "node:fs";',
    'import type { Ast } from "../../grammar/ast.ts";',
    'const plan = await import("../../compiler/plan/ir.ts");',
    'type Plan = import("../../compiler/plan/ir.ts").Plan;',
  );
  assert.equal(layerOffences("runtime", [file]), [
    'runtime/sinks/a.ts:2 imports the type of "../../grammar/ast.ts"',
    'runtime/sinks/a.ts:3 imports "../../compiler/plan/ir.ts"',
    'runtime/sinks/a.ts:4 imports the type of "../../compiler/plan/ir.ts"',
  ]);
});

test("the layer rule of compiler tells a type of runtime from a value, and commands from the rest", () => {
  const text = [
    'import type { Job } from "../../runtime/job.ts";',
    'import { type Row, run } from "../../runtime/job.ts";',
    'const operate = await import("../../runtime/operate.ts");',
    'const rehearse = await import("../../runtime/rehearse.ts");',
  ];
  const value = 'imports "../../runtime/job.ts"';
  const files = [source("compiler/emit/a.ts", ...text), source("compiler/commands/b.ts", ...text)];
  assert.equal(layerOffences("compiler", files), [
    `compiler/emit/a.ts:2 ${value}`,
    'compiler/emit/a.ts:3 imports "../../runtime/operate.ts"',
    'compiler/emit/a.ts:4 imports "../../runtime/rehearse.ts"',
    `compiler/commands/b.ts:2 ${value}`,
  ]);
});

test("the layer rule of generated notices a neighbour's folder and a package", () => {
  const file = source(
    "generated/shop/a.ts",
    'import { defineJob } from "rdi/runtime";',
    'import { b } from "./b.ts";',
    'import { c } from "../blog/c.ts";',
    'import pg from "pg";',
  );
  assert.equal(layerOffences("generated", [file]), [
    'generated/shop/a.ts:3 imports "../blog/c.ts"',
    'generated/shop/a.ts:4 imports "pg"',
  ]);
});

test("an import of test from outside is noticed", () => {
  const file = source("runtime/a.ts", 'import { random } from "../test/support/random.ts";');
  assert.equal(testImportOffences([file]), ['runtime/a.ts:1 imports "../test/support/random.ts"']);
});

test("a comparison that uses the product through a helper is noticed", () => {
  const files = [
    source("test/live/expectations/shop.ts", 'import { rows } from "../../support/rows.ts";'),
    source("test/support/compare-rows.ts", 'import { decode } from "rdi/runtime";'),
    source("test/support/rows.ts", 'import { decode } from "../../runtime/decode.ts";'),
  ];
  assert.equal(comparisonOffences(files), [
    'test/support/compare-rows.ts:1 imports "rdi/runtime"',
    'test/support/rows.ts:1 imports "../../runtime/decode.ts"',
  ]);
});

test("an import that is only the text of a string is no offence", () => {
  const file = source("compiler/emit/a.ts", 'const text = `import { x } from "rdi/runtime";`;');
  assertNone(layerOffences("compiler", [file]));
});

const hidden = ["@ts", "ignore"].join("-");
const machine = ["", "home", "somebody", "rdi"].join("/");
const offences: readonly (readonly [string, style.StyleRule, SourceFile, string])[] = [
  ["401 lines", style.tooLong, source("runtime/a.ts", ..."x".repeat(401)), "runtime/a.ts:401 is longer than 400 lines"],
  ["camel case", style.notKebabCase, source("runtime/myFile.ts"), "runtime/myFile.ts:1 is not named in kebab-case"],
  [
    "snake case",
    style.notKebabCase,
    source("test/my_file.test.ts"),
    "test/my_file.test.ts:1 is not named in kebab-case",
  ],
  ["any", style.usesAny, source("runtime/a.ts", "", "const x = y as any;"), "runtime/a.ts:2 uses any"],
  ["!", style.usesNonNull, source("a.ts", "f(x!);"), "a.ts:1 asserts with ! that it is not null"],
  ["a default value", style.exportsDefault, source("a.ts", "export default 1;"), "a.ts:1 has a default export"],
  [
    "a default function",
    style.exportsDefault,
    source("a.ts", "export default function f() {}"),
    "a.ts:1 has a default export",
  ],
  ["as default", style.exportsDefault, source("a.ts", "export { f as default };"), "a.ts:1 has a default export"],
  ["a silenced line", style.silencesChecker, source("a.ts", `// ${hidden}`), `a.ts:1 says ${hidden}`],
  [
    "a machine's path",
    style.namesMachinePath,
    source("docs/a.md", `See ${machine}.`),
    `docs/a.md:1 says ${machine.slice(0, 7)}`,
  ],
  [
    "only",
    style.leavesTestsOut,
    source("a.test.ts", 'test.only("x", f);'),
    "a.test.ts:1 leaves tests out with .only()",
  ],
  [
    "skip",
    style.leavesTestsOut,
    source("a.test.ts", 'test.skip("x", f);'),
    "a.test.ts:1 leaves tests out with .skip()",
  ],
  [
    "a test after run()",
    style.doesNotRunItsTests,
    source("a.test.ts", 'import { test } from "uvu";', "test.run();", 'test("x", f);'),
    "a.test.ts:3 does not end with the run() of each of its suites",
  ],
  [
    "a suite without run()",
    style.doesNotRunItsTests,
    source("a.test.ts", 'import { suite, test } from "uvu";', 'const other = suite("other");', "test.run();"),
    "a.test.ts:3 does not end with the run() of each of its suites",
  ],
];

for (const [what, rule, file, offence] of offences) {
  test(`a style rule notices: ${what}`, () => assert.equal(rule(file), [offence]));
}

test.run();
