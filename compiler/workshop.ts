import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import { packageRoot } from "./package-root.ts";

/** Where esbuild works. */
export interface Workshop {
  readonly folder: string;
  /** This package, as it is reached from there. */
  readonly package: string;
  readonly close: () => void;
}

/** The folder of the emitted modules. */
export const EMITTED = "emitted";

/**
 * A temporary folder of links: to this package, its dependencies and the modules that are stored. esbuild reads through them by itself, and
 * the paths in a bundle are the same on every machine.
 */
export function openWorkshop(stored: string | undefined): Workshop {
  const root = packageRoot();
  const base = installationOf(root);
  const folder = mkdtempSync(join(tmpdir(), "rdi-bundle-"));
  const link = (target: string, name: string): void => symlinkSync(target, join(folder, name), "junction");
  for (const name of base === root ? ["package.json", "runtime", "node_modules"] : ["node_modules"])
    link(join(base, name), name);
  if (stored === undefined) mkdirSync(join(folder, EMITTED));
  else link(resolve(stored), EMITTED);
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  return { folder, package: join(folder, relative(base, root)), close };
}

/** Where `node_modules` lies: in this package, or in the project that installed it. */
function installationOf(root: string): string {
  const [base = root] = root.split(`${sep}node_modules${sep}`);
  return base;
}
