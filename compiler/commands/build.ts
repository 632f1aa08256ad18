import { join } from "node:path";
import type { SourceFile } from "../../grammar/source.ts";
import { openBuildCache, type BuildCache } from "../build-cache.ts";
import type { Bundler } from "../bundle.ts";
import { compile, loadEmission, type Compilation, type CompileOptions } from "../compile.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { writeOutput, type ProjectSources } from "../host.ts";
import { optimizeLess } from "../short-run.ts";
import { openThreadedEmitter, type ThreadedEmitter } from "../threaded-emitter.ts";
import { countOf, type Output } from "./output.ts";
import { hasErrors, isReadable, readProjects, report } from "./projects.ts";

export interface BuildOptions {
  readonly out: string;
  readonly bundle: boolean;
  readonly json: boolean;
}

/** What several builds can share. */
export type Kept = Pick<CompileOptions, "bundler"> & { readonly emitter: ThreadedEmitter };

export async function buildCommand(paths: readonly string[], options: BuildOptions, output: Output): Promise<ExitCode> {
  optimizeLess();
  const projects = readProjects(paths);
  const emitter = openThreadedEmitter();
  try {
    return await buildProjects(projects, { ...options, emitter }, output);
  } finally {
    await emitter.close();
  }
}

/** A project with errors writes nothing, so what an earlier build made stays as it is. */
export async function buildProjects(
  projects: readonly ProjectSources[],
  options: BuildOptions & Kept,
  output: Output,
): Promise<ExitCode> {
  const { out, bundle, json, ...kept } = options;
  const built = [];
  for (const project of projects) {
    const cache = openBuildCache({ out, name: project.name });
    const ahead = bundle ? await startAhead(project, cache, kept) : undefined;
    const bundler = kept.bundler ?? ahead;
    try {
      built.push({
        project,
        cache,
        ...(await buildProject(project, { bundle, reuse: cache, parse: cache.parse, ...kept, bundler })),
      });
    } finally {
      await ahead?.close();
    }
  }
  const written = built.flatMap(({ project, files, cache }) => {
    if (files.length === 0) return [];
    const folder = join(out, project.name);
    const { changed, removed } = writeOutput(folder, files);
    cache.save(textsOf(project));
    if (!json) output.out(summary(folder, files.length, changed.length, removed.length));
    return files.map((file) => join(folder, file.path));
  });
  report(built, written, json ? "json" : "text", output);
  return built.some(({ diagnostics }) => hasErrors(diagnostics)) ? EXIT.diagnostics : EXIT.ok;
}

/** Starts what will be needed and can work while this thread analyses. */
async function startAhead(
  project: ProjectSources,
  { changed, folder }: BuildCache,
  { emitter, bundler }: Kept,
): Promise<Bundler | undefined> {
  const open = changed(textsOf(project));
  if (open?.length === 0) return undefined;
  const expected = open === undefined || bundler !== undefined ? undefined : { folder, open };
  const ahead = expected && (await import("../bundle-ahead.ts")).bundleAhead(expected);
  emitter.warmUp();
  await loadEmission();
  return ahead;
}

/** All that the output is made of. */
function textsOf({ sources, imported, lock }: ProjectSources): readonly SourceFile[] {
  return [...sources, ...imported, ...(lock === undefined ? [] : [lock])];
}

export async function buildProject(
  project: ProjectSources,
  options: Omit<CompileOptions, "project">,
): Promise<Compilation> {
  if (!isReadable(project)) return { plan: undefined, diagnostics: project.diagnostics, files: [] };
  const { name, imported, lock } = project;
  return compile(project.sources, { ...options, project: name, imported, lock });
}

function summary(folder: string, files: number, changed: number, removed: number): string {
  const gone = removed === 0 ? "" : `, ${removed} removed`;
  return `${folder}: ${countOf(files, "file")}, ${changed} changed${gone}.\n`;
}
