/**
 * The sources are TypeScript, so the first start after a change bundles them into dist/, which takes a moment; every other start only
 * looks whether that is still fresh. Several may start at once: each writes files of its own and renames them, and what is renamed last is
 * what tells the age of all.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, "dist");
const ENTRIES = {
  cli: "compiler/cli.ts",
  emission: "compiler/emission-thread.ts",
  prettier: "compiler/format/plugin.ts",
};
const ENTRY = join(DIST, "cli.js");
/** The last one is npm's list of what is installed. */
const MADE_OF = ["package.json", "compiler/built.mjs", "node_modules/.package-lock.json"];
/** Of hundreds of small files, which take longer to find than all that they do. */
const BUNDLED = ["chevrotain"];
const HOUR_MS = 3_600_000;

/**
 * A module of dist/ that is as new as its sources.
 * @param {keyof typeof ENTRIES} name
 */
export async function importBuilt(name) {
  if (!isFresh()) await rebuild();
  return import(pathToFileURL(join(DIST, `${name}.js`)).href);
}

function isFresh() {
  if (!existsSync(ENTRY)) return false;
  const built = statSync(ENTRY).mtimeMs;
  const sources = ["grammar", "compiler", "runtime"].map((folder) => join(ROOT, folder));
  return MADE_OF.every((path) => modified(path) < built) && sources.every((folder) => isOlder(folder, built));
}

function modified(path) {
  return statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Folders count as well: they change when a file is added or removed. */
function isOlder(folder, time) {
  if (statSync(folder).mtimeMs >= time) return false;
  return readdirSync(folder, { withFileTypes: true }).every((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isOlder(path, time);
    return !entry.name.endsWith(".ts") || statSync(path).mtimeMs < time;
  });
}

async function rebuild() {
  const { build } = await import("esbuild").catch(() => {
    console.error("The dependencies of rdi are missing.\n  Type npm ci in its folder, then try again.");
    process.exit(5);
  });
  const started = new Date();
  mkdirSync(DIST, { recursive: true });
  const folder = mkdtempSync(join(DIST, "new-"));
  try {
    await build({
      absWorkingDir: ROOT,
      entryPoints: ENTRIES,
      outdir: folder,
      chunkNames: "part-[hash]",
      bundle: true,
      splitting: true,
      external: externalPackages(),
      platform: "node",
      target: "node20",
      format: "esm",
      sourcemap: "linked",
      logLevel: "error",
    });
    // A source that changed meanwhile is newer than what was made of it.
    utimesSync(join(folder, "cli.js"), started, started);
    publish(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function externalPackages() {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  return Object.keys(dependencies).filter((name) => !BUNDLED.includes(name));
}

/** Parts are named after their content, so a process that started earlier still finds its own; the entry comes last. */
function publish(folder) {
  const names = readdirSync(folder);
  const inOrder = [...names.filter((name) => !name.startsWith("cli.")), "cli.js.map", "cli.js"];
  for (const name of inOrder) renameSync(join(folder, name), join(DIST, name));
  for (const entry of readdirSync(DIST)) {
    const path = join(DIST, entry);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (!names.includes(entry) && age > HOUR_MS) rmSync(path, { recursive: true, force: true });
  }
}
