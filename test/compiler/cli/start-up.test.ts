/** What a start reads. Times depend on the machine, what is loaded does not: help, --version, explain and completion need no parser and no compiler. */
import { build, type Metafile } from "esbuild";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { packageRoot } from "../../../compiler/package-root.ts";

const ENTRIES = ["compiler/cli.ts", "compiler/commands/explain.ts", "compiler/commands/completion.ts"];

async function graph(): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: packageRoot(),
    entryPoints: [...ENTRIES, "compiler/commands/check.ts"],
    outdir: "unused",
    write: false,
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    metafile: true,
  });
  return metafile;
}

/** The packages that are loaded with a module, whatever it may load later. */
function packagesBehind({ inputs }: Metafile, entry: string): readonly string[] {
  const open = [entry];
  const seen = new Set(open);
  const packages = new Set<string>();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const { path: target, kind, external } of inputs[path]?.imports ?? []) {
      if (kind === "dynamic-import" || target.startsWith("node:")) continue;
      if (external === true) packages.add(target);
      else if (!seen.has(target)) open.push(target);
      seen.add(target);
    }
  }
  return [...packages].sort();
}

const loaded = await graph();

for (const entry of ENTRIES) {
  test(`${entry} loads no package but the one that reads the command line`, () => {
    assert.equal(
      packagesBehind(loaded, entry).filter((name) => name !== "commander"),
      [],
    );
  });
}

test("a command that compiles is noticed", () =>
  assert.ok(packagesBehind(loaded, "compiler/commands/check.ts").includes("chevrotain")));

test.run();
