/**
 * Writes everything again that a generator wrote. .ci/run fails when the result differs from what is committed.
 *
 *     node test/setup/regenerate.mjs
 */
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./cache.mjs";
import { endAll, temporaryFolder } from "./lifetime.mjs";
import { checkNode, SetupError } from "./prepare.mjs";
import { installPackages } from "./packages.mjs";
import { runProgram } from "./run-program.mjs";

/**
 * In this order, since the compiler uses the types of the syntax tree. `clears` is a folder that holds nothing but output, so a
 * file that is no longer written is missing afterwards.
 * @type {readonly { what: string, clears?: string, args: readonly string[] }[]}
 */
const GENERATORS = [
  { what: "the types of the syntax tree", args: ["--import", "tsx", "grammar/generate-cst.ts"] },
  { what: "their layout", args: ["node_modules/prettier/bin/prettier.cjs", "--write", "grammar/cst.ts"] },
  { what: "the grammar's diagrams", args: ["--import", "tsx", "grammar/generate-diagrams.ts"] },
  { what: "the reference of all commands", args: ["--import", "tsx", "compiler/report/generate-cli.ts"] },
  { what: "the reference of all codes", args: ["--import", "tsx", "compiler/report/generate-errors.ts"] },
  { what: "the reference of all targets", args: ["--import", "tsx", "test/conformance/generate-targets.ts"] },
  { what: "the SQL of every dialect, side by side", args: ["--import", "tsx", "test/conformance/generate-sql.ts"] },
  ...sampleNames().map((name) => ({
    what: `the workers of samples/${name}`,
    clears: `generated/${name}`,
    args: ["compiler/rdi.mjs", "build", `samples/${name}`, "-o", "generated", "--no-bundle"],
  })),
];

try {
  checkNode(process.versions.node);
  await installPackages(console.log);
  for (const generator of GENERATORS) await generate(generator);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await endAll();
}

/** A sample is a folder with .rdi files. */
function sampleNames() {
  const samples = join(root, "samples");
  return readdirSync(samples, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => readdirSync(join(samples, name)).some((file) => file.endsWith(".rdi")))
    .sort();
}

/** @param {typeof GENERATORS[number]} generator */
async function generate({ what, clears, args }) {
  console.log(`Generating ${what} …`);
  const restore = clears === undefined ? () => undefined : clear(join(root, clears));
  const { code, output } = await runProgram(process.execPath, args, { cwd: root });
  if (code === 0) return;
  restore();
  throw new SetupError(`${output.trimEnd()}\nGenerating ${what} failed: node ${args.join(" ")} ended with ${code}.`);
}

/**
 * Empties the folder; returns what brings its content back.
 * @param {string} folder
 */
function clear(folder) {
  if (!existsSync(folder)) return () => rmSync(folder, { recursive: true, force: true });
  const copy = temporaryFolder("regenerate");
  cpSync(folder, copy, { recursive: true });
  rmSync(folder, { recursive: true });
  return () => cpSync(copy, folder, { recursive: true });
}
