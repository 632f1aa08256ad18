import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildVersion } from "./build-version.ts";
import type { EmittedFile } from "./emit/module.ts";
import type { Reuse } from "./emit/reuse.ts";

/**
 * Remembers beside the output what each file was made of, so that the next build makes only what is made of something else. It holds hashes,
 * no times and no texts: a file is reused as it lies in the output folder, if that is still what was written there.
 *
 * `OUT/.rdi-cache/NAME.json` may be deleted at any time. What can't be read, or is another version's, is the same as none.
 */
export interface BuildCache extends Reuse {
  /** To be called once the files are written. */
  save(): void;
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
}

export function openBuildCache(project: CachedProject): BuildCache {
  const version = buildVersion();
  const earlier = readEntries(project, version);
  const now = new Map<string, Entry>();
  return {
    folder: join(project.out, project.name),
    async files({ paths, parts, asMade = unchanged }, make) {
      const key = hashOf(`${version}\0${JSON.stringify([paths, parts], exactNumbers)}`);
      const found = paths.flatMap((path) => reusable(project, path, { key, asMade, entry: earlier.get(path) }));
      if (found.length === paths.length) {
        for (const { path, entry } of found) now.set(path, entry);
        return found.map(({ path, text }) => ({ path, text, stored: true }));
      }
      const files = await make();
      for (const { path, text } of files) now.set(path, { parts: key, text: hashOf(text) });
      return files;
    },
    save: () => writeEntries(project, version, now),
  };
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

function readEntries({ out, name }: CachedProject, version: string): ReadonlyMap<string, Entry> {
  const text = readText(join(out, FOLDER, `${name}.json`));
  if (text === undefined) return new Map();
  try {
    const content: unknown = JSON.parse(text);
    return isContent(content) && content.version === version ? new Map(Object.entries(content.files)) : new Map();
  } catch {
    return new Map();
  }
}

interface Content {
  readonly version: string;
  readonly files: Readonly<Record<string, Entry>>;
}

/** An entry that is no entry has no hash that equals one. */
function isContent(content: unknown): content is Content {
  if (typeof content !== "object" || content === null || !("files" in content)) return false;
  return typeof content.files === "object" && content.files !== null && "version" in content;
}

/** Renamed into its place when it is whole. A cache that can't be written only costs the next build its time. */
function writeEntries({ out, name }: CachedProject, version: string, entries: ReadonlyMap<string, Entry>): void {
  const content: Content = { version, files: Object.fromEntries(entries) };
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
