import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { packageRoot } from "./package-root.ts";

/**
 * Loads TypeScript with the code that an earlier process compiled of it, from `dist/`, which halves the time until it has read its first
 * program. ts-morph finds it loaded. Whatever is wrong with that code, TypeScript is loaded as any module is.
 *
 * Returns what keeps the code for later processes: to be called when most of what is needed has run.
 */
export function loadTypeScript(): () => void {
  const path = typeScriptPath();
  const kept = keptCode(path);
  const code = existsSync(kept) ? intact(readFileSync(kept)) : undefined;
  const script = new Script(Module.wrap(readFileSync(path, "utf8")), { filename: path, cachedData: code });
  const module = new Module(path);
  const load: unknown = script.runInThisContext();
  if (typeof load !== "function") throw new Error("a module that is no function");
  load.call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
  module.loaded = true;
  createRequire(import.meta.url).cache[path] = module;
  let isKept = code !== undefined && script.cachedDataRejected !== true;
  return () => {
    if (!isKept) keep(kept, script.createCachedData());
    isKept = true;
  };
}

function typeScriptPath(): string {
  const require = createRequire(join(packageRoot(), "package.json"));
  const common = createRequire(require.resolve("ts-morph")).resolve("@ts-morph/common");
  return createRequire(common).resolve("./typescript.js");
}

/** V8 refuses what another version of it compiled, but of the text it compares the length only. */
function keptCode(path: string): string {
  const { mtimeMs, size } = statSync(path);
  const key = createHash("sha256").update(`${path}\0${mtimeMs}\0${size}\0${process.version}\0${process.arch}`);
  return join(packageRoot(), "dist", `typescript-${key.digest("hex").slice(0, 12)}.code`);
}

/** The code behind its hash; undefined where that is another one's. */
function intact(content: Buffer): Buffer | undefined {
  const code = content.subarray(HASH_BYTES);
  return hashOf(code).equals(content.subarray(0, HASH_BYTES)) ? code : undefined;
}

const HASH_BYTES = 32;

function hashOf(code: Buffer): Buffer {
  return createHash("sha256").update(code).digest();
}

/** Renamed into its place when it is whole. Where it can't be written the next process takes its time. */
function keep(path: string, code: Buffer): void {
  const part = `${path}.${process.pid}`;
  try {
    writeFileSync(part, Buffer.concat([hashOf(code), code]));
    renameSync(part, path);
  } catch {
    return;
  }
}
