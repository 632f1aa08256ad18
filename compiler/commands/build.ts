import { join } from "node:path";
import { openBuildCache } from "../build-cache.ts";
import { compile, type Compilation, type CompileOptions } from "../compile.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { writeOutput, type ProjectSources } from "../host.ts";
import { countOf, type Output } from "./output.ts";
import { hasErrors, isReadable, readProjects, report } from "./projects.ts";

export interface BuildOptions {
  readonly out: string;
  readonly bundle: boolean;
  readonly json: boolean;
}

/** What several builds can share. */
export type Kept = Pick<CompileOptions, "program" | "bundler">;

export async function buildCommand(paths: readonly string[], options: BuildOptions, output: Output): Promise<ExitCode> {
  const projects = readProjects(paths);
  const program = await sharedProgram(projects);
  return buildProjects(projects, { ...options, ...program }, output);
}

/** Loaded only where more than one project can use it. */
async function sharedProgram(projects: readonly ProjectSources[]): Promise<Kept> {
  if (projects.length < 2) return {};
  const { openProgram } = await import("../program.ts");
  return { program: openProgram() };
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
    built.push({ project, cache, ...(await buildProject(project, { bundle, reuse: cache, ...kept })) });
  }
  const written = built.flatMap(({ project, files, cache }) => {
    if (files.length === 0) return [];
    const folder = join(out, project.name);
    const { changed, removed } = writeOutput(folder, files);
    cache.save();
    if (!json) output.out(summary(folder, files.length, changed.length, removed.length));
    return files.map((file) => join(folder, file.path));
  });
  report(built, written, json ? "json" : "text", output);
  return built.some(({ diagnostics }) => hasErrors(diagnostics)) ? EXIT.diagnostics : EXIT.ok;
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
