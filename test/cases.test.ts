/**
 * Every folder test/cases/<construct>/<case> holds input.rdi, the modules that it becomes, and in stderr.txt what the compiler says about
 * it. RDI_UPDATE=1 writes them again. All modules together are type-checked as one program.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { analyze } from "../compiler/compile.ts";
import type { EmittedFile } from "../compiler/emit/module.ts";
import { emitProject } from "../compiler/emit/project-files.ts";
import { renderText } from "../compiler/report/text.ts";
import { checkTexts } from "./compiler/emit/check-texts.ts";

const CASES = fileURLToPath(new URL("cases/", import.meta.url));
const UPDATE = process.env["RDI_UPDATE"] === "1";

/** `where/blocks`, … */
function caseNames(): readonly string[] {
  return foldersIn(CASES).flatMap((construct) =>
    foldersIn(join(CASES, construct)).map((name) => `${construct}/${name}`),
  );
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function outputOf(name: string): Promise<readonly EmittedFile[]> {
  const source = { path: "input.rdi", text: readFileSync(join(CASES, name, "input.rdi"), "utf8") };
  const { plan, diagnostics } = analyze([source], "input");
  const said = renderText(diagnostics, { color: false });
  const modules = plan === undefined ? [] : await emitProject(plan);
  return said === "" ? modules : [...modules, { path: "stderr.txt", text: said }];
}

/** Everything in the folder but its input. */
function goldensOf(name: string): readonly string[] {
  return readdirSync(join(CASES, name)).filter((file) => file !== "input.rdi");
}

function update(name: string, output: readonly EmittedFile[]): void {
  for (const golden of goldensOf(name)) rmSync(join(CASES, name, golden));
  for (const { path, text } of output) writeFileSync(join(CASES, name, path), text);
}

function readGolden(name: string, path: string): string {
  const file = join(CASES, name, path);
  return existsSync(file) ? readFileSync(file, "utf8") : "(there is no such file; RDI_UPDATE=1 writes it)";
}

const names = caseNames();
const modules: EmittedFile[] = [];

test("there are cases", () => {
  assert.ok(names.length >= 12, `only ${names.length}`);
});

for (const name of names) {
  test(`${name} compiles to what is written there`, async () => {
    const output = await outputOf(name);
    if (UPDATE) update(name, output);
    for (const { path, text } of output) assert.is(readGolden(name, path), text, `${name}/${path}`);
    assert.equal([...goldensOf(name)].sort(), output.map((file) => file.path).sort(), `${name} holds other files`);
    const emitted = output.filter((file) => file.path.endsWith(".ts"));
    modules.push(...emitted.map((file) => ({ path: `${name}/${file.path}`, text: file.text })));
  });
}

test("all modules are well typed", () => {
  assert.ok(modules.length >= names.length, `only ${modules.length}`);
  checkTexts(modules);
});

test.run();
