import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Diagnostic } from "../grammar/diagnostic.ts";
import { parse } from "../grammar/parse.ts";
import type { SourceFile } from "../grammar/source.ts";
import { declarationsOf, importedPath } from "./check/imports.ts";
import { decodeSource, type DecodedSource } from "./decode-source.ts";
import { GENERATED_MARK } from "./emit/mark.ts";
import type { EmittedFile } from "./emit/module.ts";
import { isNativeFile } from "./native-drivers.ts";
import { replaceFile } from "./source-files.ts";
import { LOCK_FILE } from "./schema/lock.ts";
import { UsageError } from "./usage-error.ts";

/** With build-cache.ts and source-files.ts the only file of the compiler that reads a user's folders and writes into them. */

export interface ProjectSources {
  /** The folder's name, or the file's. */
  readonly name: string;
  /** Where it lies, as the user wrote it: goes before the files' paths in messages. */
  readonly folder: string;
  /** Whether it is all of the folder, and not one file of it. */
  readonly isWhole: boolean;
  /** Paths are relative to the folder, so that output does not depend on where the project lies. */
  readonly sources: readonly SourceFile[];
  /** Files that these import, and what those import, where they exist. */
  readonly imported: readonly SourceFile[];
  /** Files that these import and that are not there. */
  readonly missing: readonly string[];
  /** The schema lock file beside them, if there is one. */
  readonly lock: SourceFile | undefined;
  /** Files that are no text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A project is one `.rdi` file, or the `.rdi` files that lie directly in a folder. Throws {@link UsageError}. */
export function readProject(path: string): ProjectSources {
  const stats = existsSync(path) ? statSync(path) : undefined;
  if (stats === undefined)
    throw new UsageError(`There is no file or folder ${path}.`, "Name a .rdi file, or a folder that holds some.");
  const folder = stats.isDirectory() ? path : dirname(path);
  const names = stats.isDirectory() ? sourceNames(path) : [basename(path)];
  if (names.length === 0) throw new UsageError(`There is no .rdi file in ${path}.`, nearby(path));
  const own = names.map((name) => readSource(folder, name));
  const { imported, missing } = readImports(folder, own);
  const lock = isFile(join(folder, LOCK_FILE)) ? readSource(folder, LOCK_FILE) : undefined;
  const read = [...own, ...imported, ...(lock === undefined ? [] : [lock])];
  return {
    name: projectName(stats.isDirectory() ? basename(resolve(path)) : basename(path, ".rdi")),
    folder,
    isWhole: stats.isDirectory(),
    sources: own.flatMap((one) => (one.diagnostic === undefined ? [one.source] : [])),
    imported: imported.flatMap((one) => (one.diagnostic === undefined ? [one.source] : [])),
    missing,
    lock: lock?.source,
    diagnostics: read.flatMap((one) => (one.diagnostic === undefined ? [] : [one.diagnostic])),
  };
}

function sourceNames(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".rdi"))
    .map((entry) => entry.name)
    .sort();
}

function nearby(folder: string): string {
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .map((entry) => join(folder, entry.name))
    .filter((inner) => sourceNames(inner).length > 0)
    .slice(0, 4);
  return found.length === 0
    ? "Name a .rdi file, or a folder that holds some."
    : `A folder is one project. Did you mean ${found.join(", ")}?`;
}

/** Lower case letters, digits, `_` and `-`: the name goes into keys and file names. */
export function projectName(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  if (plain !== "") return plain;
  throw new UsageError(
    `No project can be named after ${name}.`,
    "Rename the folder or file, so that its name has a letter or digit.",
  );
}

function readSource(folder: string, name: string): DecodedSource {
  return decodeSource(name, readFileSync(join(folder, name)));
}

interface Imports {
  readonly imported: readonly DecodedSource[];
  readonly missing: readonly string[];
}

/** A file that is not there is for the checker to report, at the import that names it. */
function readImports(folder: string, own: readonly DecodedSource[]): Imports {
  const known = new Set(own.map(({ source }) => source.path));
  const missing = new Set<string>();
  const found: DecodedSource[] = [];
  const open = [...own];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const path of importsOf(next.source)) {
      if (known.has(path)) continue;
      if (!isFile(join(folder, path))) {
        missing.add(path);
        continue;
      }
      known.add(path);
      const read = readSource(folder, path);
      found.push(read);
      open.push(read);
    }
  }
  return { imported: found, missing: [...missing] };
}

/** Few files import something, so only those that may are parsed here. */
function importsOf(source: SourceFile): readonly string[] {
  if (!/\bimport\b/.test(source.text)) return [];
  const { file } = parse(source);
  return declarationsOf("import", [file]).flatMap((one) => importedPath(one) ?? []);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

export interface Written {
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Writes what differs, and removes what an earlier build wrote there and this one does not. Touches nothing else in the folder. */
export function writeOutput(folder: string, files: readonly EmittedFile[]): Written {
  mkdirSync(folder, { recursive: true });
  const changed = files.filter((file) => !isWritten(join(folder, file.path), file));
  for (const { path, text, copied } of changed) {
    if (copied === undefined) writeFileSync(join(folder, path), text);
    else copyFileSync(copied, join(folder, path));
  }
  const kept = new Set(files.map((file) => file.path));
  const removed = ownOutput(folder, (name) => !kept.has(name));
  for (const name of removed) rmSync(join(folder, name));
  const shown = (path: string): string => relative(process.cwd(), join(folder, path));
  return { changed: changed.map((file) => shown(file.path)), removed: removed.map(shown) };
}

function isWritten(path: string, { text, stored, copied }: EmittedFile): boolean {
  if (copied === undefined) return stored === true || readText(path) === text;
  return (
    statSync(path, { throwIfNoEntry: false })?.size === statSync(copied).size &&
    readFileSync(path).equals(readFileSync(copied))
  );
}

/** Of the files of such a name those that begin with the mark of generated code, and what lies beside such a bundle. */
function ownOutput(folder: string, isAsked: (name: string) => boolean): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isFile() && isAsked(entry.name) ? [entry.name] : []));
  const marked = names.filter(
    (name) => /\.m?[jt]s$/.test(name) && readText(join(folder, name))?.startsWith(GENERATED_MARK),
  );
  const isBeside = (name: string): boolean => name === "worker.mjs.map" || isNativeFile(name);
  const hasBundle = readText(join(folder, "worker.mjs"))?.startsWith(GENERATED_MARK) === true;
  return names.filter((name) => marked.includes(name) || (hasBundle && isBeside(name)));
}

/** Writes a new project into a folder that has nothing in it. Throws {@link UsageError}. */
export function createProject(folder: string, files: readonly EmittedFile[]): void {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats?.isDirectory() === false) throw new UsageError(`${folder} is a file.`, "Name a new or an empty folder.");
  if (stats !== undefined && readdirSync(folder).length > 0)
    throw new UsageError(
      `${folder} is not empty.`,
      "Name a new or an empty folder: nothing that is there is overwritten.",
    );
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of files) writeFileSync(join(folder, path), text, { flag: "wx" });
}

/** Replaces a source, with its byte order mark. Throws {@link UsageError} when somebody else wrote it meanwhile. */
export function rewriteSource(
  path: string,
  { before, text }: { readonly before: string; readonly text: string },
): void {
  const bytes = readFileSync(path);
  if (decodeSource(path, bytes).source.text !== before)
    throw new UsageError(`${path} has changed meanwhile.`, "Nothing was written to it. Try again.");
  const mark = bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? "\uFEFF" : "";
  replaceFile(path, mark + text);
}

const BYTE_ORDER_MARK = Buffer.from("\uFEFF");

/** Returns whether that changed it. */
export function writeLockFile(folder: string, text: string): boolean {
  const path = join(folder, LOCK_FILE);
  if (readText(path) === text) return false;
  writeFileSync(path, text);
  return true;
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
