import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { packageRoot } from "./package-root.ts";
import { readSealed, writeSealed } from "./sealed-file.ts";

/**
 * Loads TypeScript with the code that an earlier process compiled of it, from `dist/`, which halves the time until it has read its first
 * program. ts-morph finds it loaded. Code that is damaged or another version's is not used, and where TypeScript lies elsewhere than is
 * known here, nothing is loaded ahead.
 *
 * Returns what keeps the code for later processes: to be called when most of what is needed has run.
 */
export function loadTypeScript(): () => void {
  const path = typeScriptPath();
  if (path === undefined) return () => undefined;
  const kept = keptCode(path);
  const code = readSealed(kept);
  const script = new Script(Module.wrap(readFileSync(path, "utf8")), { filename: path, cachedData: code });
  const module = new Module(path);
  const load: unknown = script.runInThisContext();
  if (typeof load !== "function") throw new Error("a module that is no function");
  load.call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
  module.loaded = true;
  createRequire(import.meta.url).cache[path] = module;
  let isKept = code !== undefined && script.cachedDataRejected !== true;
  return () => {
    if (!isKept) writeSealed(kept, script.createCachedData());
    isKept = true;
  };
}

/** The TypeScript that ts-morph brings along. */
function typeScriptPath(): string | undefined {
  try {
    const require = createRequire(join(packageRoot(), "package.json"));
    const common = createRequire(require.resolve("ts-morph")).resolve("@ts-morph/common");
    return createRequire(common).resolve("./typescript.js");
  } catch {
    return undefined;
  }
}

/** V8 refuses what another version of it compiled, but of the text it compares the length only. */
function keptCode(path: string): string {
  const { mtimeMs, size } = statSync(path);
  const key = createHash("sha256").update(`${path}\0${mtimeMs}\0${size}\0${process.version}\0${process.arch}`);
  return join(packageRoot(), "dist", `typescript-${key.digest("hex").slice(0, 12)}.code`);
}
