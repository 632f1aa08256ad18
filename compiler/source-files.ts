import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "./usage-error.ts";

/** The `.rdi` files that somebody works on, each once, where they lie: found for the formatter, and written by it. */

/** Files as they are named, and of folders the `.rdi` files at any depth, by name. Throws {@link UsageError}. */
export function findSources(paths: readonly string[]): readonly string[] {
  const found = new Map<string, string>();
  for (const path of paths.flatMap(sourcesAt)) {
    const real = realpathSync(path);
    if (!found.has(real)) found.set(real, path);
  }
  return [...found.values()];
}

function sourcesAt(path: string): readonly string[] {
  if (!existsSync(path))
    throw new UsageError(`There is no file or folder ${path}.`, "Name .rdi files, or folders that hold some.");
  if (!statSync(path).isDirectory()) return [path];
  const sources = sourcesBelow(path);
  if (sources.length > 0) return sources;
  throw new UsageError(`There is no .rdi file in ${path}.`, "Name .rdi files, or folders that hold some.");
}

/** Hidden folders and those of packages are somebody else's. Links are not followed, so there is an end. */
function sourcesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isForeign(entry.name) ? [] : sourcesBelow(path);
    return entry.isFile() && entry.name.endsWith(".rdi") ? [path] : [];
  });
}

function isForeign(folderName: string): boolean {
  return folderName.startsWith(".") || folderName === "node_modules";
}

/** Replaces a file at once, so that nobody reads half of it and an interruption leaves it whole. Throws {@link UsageError}. */
export function replaceFile(path: string, text: string): void {
  const real = realpathSync(path);
  const draft = join(dirname(real), `.${basename(real)}.${process.pid}`);
  try {
    accessSync(real, constants.W_OK);
    writeFileSync(draft, text);
    chmodSync(draft, statSync(real).mode & PERMISSIONS);
    renameSync(draft, real);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new UsageError(`${path} can't be written: ${error instanceof Error ? error.message : String(error)}.`, HINT);
  }
}

const PERMISSIONS = 0o777;
const HINT = "Look at the rights of the file and its folder, and at the space on the disk.";
