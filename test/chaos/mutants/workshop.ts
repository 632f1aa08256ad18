import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../../setup/servers.mjs";
import { startNode } from "../../support/processes.ts";
import type { Mutant, Patch } from "./mutants.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const COPIED = ["compiler", "grammar", "runtime", "package.json", "tsconfig.json"];
const BUILD_MS = 300_000;

/** A copy of the product, in which mutants are built. */
export interface Workshop {
  /** Returns the path of the mutant's worker.mjs. */
  build(mutant: Mutant): Promise<string>;
}

export function openWorkshop(): Workshop {
  const folder = temporaryFolder("chaos-mutants");
  for (const name of COPIED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  cpSync(join(ROOT, "test/chaos/model/chaos.rdi"), join(folder, "chaos.rdi"));
  return {
    build: async ({ name, patches }) => {
      const before = new Map(patches.map(({ file }) => [file, readFileSync(join(folder, "runtime", file), "utf8")]));
      try {
        for (const patch of patches) apply(folder, patch);
        const out = temporaryFolder(`chaos-${name}`);
        const args = ["build", join(folder, "chaos.rdi"), "-o", out];
        const run = startNode(join(folder, "compiler/rdi.mjs"), args, { cwd: folder });
        const { code } = await run.exit(BUILD_MS);
        if (code !== 0) throw new Error(`The mutant ${name} can't be built:\n${run.stdout()}${run.stderr()}`);
        return join(out, "chaos/worker.mjs");
      } finally {
        for (const [file, text] of before) writeFileSync(join(folder, "runtime", file), text);
      }
    },
  };
}

function apply(folder: string, patch: Patch): void {
  const path = join(folder, "runtime", patch.file);
  writeFileSync(path, patched(readFileSync(path, "utf8"), patch));
}

/** Throws when the text to replace does not stand there exactly once. */
export function patched(text: string, { file, from, to }: Patch): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`runtime/${file} has ${parts.length - 1} times: ${from}`);
  return parts.join(to);
}
