import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "../grammar/source.ts";
import { buildVersion } from "./build-version.ts";
import type { EmittedFile } from "./emit/module.ts";
import type { Reuse } from "./emit/reuse.ts";
import { openParseCache, type ParseCache } from "./parse-cache.ts";

/**
 * Remembers beside the output what each file was made of, so that the next build makes only what is made of something else. It holds hashes,
 * no times and no texts: a file is reused as it lies in the output folder, if that is still what was written there.
 *
 * `OUT/.rdi-cache/NAME.json` may be deleted at any time. What can't be read, or is another version's, is the same as none.
 */
export interface BuildCache extends Reuse {
  readonly folder: string;
  /**
   * The modules of the sources that have changed since the last build, and none where no source has. Undefined where any module may have to
   * be made. A guess: what has to be made is decided by what it is made of.
   */
  changed(sources: readonly SourceFile[]): readonly string[] | undefined;
  /** To be called once the files are written. */
  save(sources: readonly SourceFile[]): void;
  readonly parse: ParseCache["parse"];
}

export interface CachedProject {
  /** The folder that holds all projects' output. */
  readonly out: string;
  readonly name: string;
}

/** What was written to a path. */
interface Entry {
  /** The hash of what it was made of. */
  readonly parts: string;
  /** The hash of its text as it was made. */
  readonly text: string;
  /** The source that it stands in. */
  readonly source?: string | undefined;
}

/** What a build leaves behind. */
interface Content {
  readonly version: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, Entry>>;
}

export function openBuildCache(project: CachedProject): BuildCache {
  const version = buildVersion();
  const earlier = readContent(project, version);
  const entries = new Map(Object.entries(earlier?.files ?? {}));
  const now = new Map<string, Entry>();
  const trees = openParseCache(join(project.out, FOLDER), { name: project.name, version });
  return {
    parse: trees.parse,
    folder: join(project.out, project.name),
    changed: (sources) => (earlier === undefined ? undefined : changedModules(earlier, hashesOf(sources))),
    async files({ paths, parts, source, asMade = unchanged }, make) {
      const key = hashOf(`${version}\0${JSON.stringify([paths, parts], exactNumbers)}`);
      const found = paths.flatMap((path) => reusable(project, path, { key, asMade, entry: entries.get(path) }));
      if (found.length === paths.length) {
        for (const { path, entry } of found) now.set(path, entry);
        return found.map(({ path, text }) => ({ path, text, stored: true }));
      }
      const files = await make();
      for (const { path, text } of files) now.set(path, { parts: key, text: hashOf(text), source });
      return files;
    },
    save(sources) {
      writeContent(project, { version, sources: hashesOf(sources), files: Object.fromEntries(now) });
      trees.save();
    },
  };
}

function hashesOf(sources: readonly SourceFile[]): Content["sources"] {
  return Object.fromEntries(sources.map(({ path, text }) => [path, hashOf(text)]));
}

/** What has no modules of its own is something that others depend on. */
function changedModules({ sources, files }: Content, now: Content["sources"]): readonly string[] | undefined {
  const paths = Object.keys(now);
  if (paths.length !== Object.keys(sources).length) return undefined;
  const changed = paths.filter((path) => now[path] !== sources[path]);
  const modules = changed.map((source) => Object.keys(files).filter((path) => files[path]?.source === source));
  return modules.every(({ length }) => length > 0) ? modules.flat() : undefined;
}

interface Wanted {
  readonly key: string;
  readonly asMade: (text: string) => string;
  readonly entry: Entry | undefined;
}

interface Found extends EmittedFile {
  readonly entry: Entry;
}

/** None or one. */
function reusable({ out, name }: CachedProject, path: string, { key, asMade, entry }: Wanted): readonly Found[] {
  if (entry?.parts !== key) return [];
  const written = readText(join(out, name, path));
  const text = written === undefined ? undefined : asMade(written);
  return text !== undefined && hashOf(text) === entry.text ? [{ path, text, entry }] : [];
}

function unchanged(text: string): string {
  return text;
}

/** JSON has no infinities and no -0, which are different constants. */
function exactNumbers(_name: string, value: unknown): unknown {
  if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return { number: Object.is(value, -0) ? "-0" : String(value) };
}

const FOLDER = ".rdi-cache";

function readContent({ out, name }: CachedProject, version: string): Content | undefined {
  const text = readText(join(out, FOLDER, `${name}.json`));
  if (text === undefined) return undefined;
  try {
    const content: unknown = JSON.parse(text);
    return isContent(content) && content.version === version ? content : undefined;
  } catch {
    return undefined;
  }
}

/** An entry that is no entry has no hash that equals one. */
function isContent(content: unknown): content is Content {
  return isObject(content) && "version" in content && holds(content, "files") && holds(content, "sources");
}

function holds(content: object, name: string): boolean {
  return isObject(Object.getOwnPropertyDescriptor(content, name)?.value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Renamed into its place when it is whole. A cache that can't be written only costs the next build its time. */
function writeContent({ out, name }: CachedProject, content: Content): void {
  const folder = join(out, FOLDER);
  const whole = join(folder, `${name}.json`);
  const part = `${whole}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, ".gitignore"), "*\n");
    writeFileSync(part, JSON.stringify(content));
    renameSync(part, whole);
  } catch {
    return;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
