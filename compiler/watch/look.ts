import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SourceFile } from "../../grammar/source.ts";
import type { ProjectSources } from "../host.ts";
import { UsageError } from "../usage-error.ts";

/** Projects as they lie there at one moment, or why they can't be read. */
export interface Look {
  readonly projects: readonly ProjectSources[];
  readonly failure: UsageError | undefined;
  /** Each file's text by its path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Where a change would make another look worth while. */
  readonly folders: ReadonlySet<string>;
}

/** A file that vanishes while it is read, or may not be read, is a state like others: it may change. */
export function look(paths: readonly string[], read: (paths: readonly string[]) => readonly ProjectSources[]): Look {
  const own = paths.map((path) => (isFolder(path) ? path : dirname(path)));
  try {
    const projects = read(paths);
    const texts = new Map(projects.flatMap(filesOf));
    const folders = new Set([...own, ...projects.flatMap(foldersOf), ...[...texts.keys()].map(realFolder)]);
    return { projects, failure: undefined, texts, folders };
  } catch (error) {
    return { projects: [], failure: asFailure(error), texts: new Map(), folders: new Set(own) };
  }
}

/** The files that differ between two looks. */
export function changedFiles(before: Look, now: Look): readonly string[] {
  const paths = new Set([...before.texts.keys(), ...now.texts.keys()]);
  return [...paths].filter((path) => before.texts.get(path) !== now.texts.get(path));
}

export function isSame(before: Look, now: Look): boolean {
  return before.failure?.message === now.failure?.message && changedFiles(before, now).length === 0;
}

/** A file that is no text has one in its diagnostic. */
function filesOf(project: ProjectSources): readonly (readonly [string, string])[] {
  const { folder, sources, imported, lock, diagnostics } = project;
  const locked = lock === undefined ? [] : [lock];
  const files: readonly SourceFile[] = [
    ...sources,
    ...imported,
    ...locked,
    ...diagnostics.map(({ span }) => span.file),
  ];
  return files.map(({ path, text }) => [join(folder, path), text]);
}

function foldersOf({ folder, missing }: ProjectSources): readonly string[] {
  return [folder, ...missing.map((path) => dirname(join(folder, path)))];
}

/** Where a link leads to: changes are seen there. */
function realFolder(path: string): string {
  return existsSync(path) ? dirname(realpathSync(path)) : dirname(path);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? !path.endsWith(".rdi");
}

function asFailure(error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  if (error instanceof Error && "syscall" in error)
    return new UsageError(error.message, "It is read again when it changes.");
  throw error;
}
