import { join } from "node:path";
import { compile, type Compilation } from "../compile.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { writeOutput, type ProjectSources } from "../host.ts";
import { countOf, type Output } from "./output.ts";
import { hasErrors, isReadable, readProjects, report } from "./projects.ts";

export interface BuildOptions {
  readonly out: string;
  readonly bundle: boolean;
  readonly json: boolean;
}

/** A project with errors writes nothing, so what an earlier build made stays as it is. */
export async function buildCommand(paths: readonly string[], options: BuildOptions, output: Output): Promise<ExitCode> {
  const built = [];
  for (const project of readProjects(paths)) built.push({ project, ...(await buildProject(project, options.bundle)) });
  const written = built.flatMap(({ project, files }) => {
    if (files.length === 0) return [];
    const folder = join(options.out, project.name);
    const { changed, removed } = writeOutput(folder, files);
    if (!options.json) output.out(summary(folder, files.length, changed.length, removed.length));
    return files.map((file) => join(folder, file.path));
  });
  report(built, written, options.json, output);
  return built.some(({ diagnostics }) => hasErrors(diagnostics)) ? EXIT.diagnostics : EXIT.ok;
}

export async function buildProject(project: ProjectSources, bundle: boolean): Promise<Compilation> {
  if (!isReadable(project)) return { plan: undefined, diagnostics: project.diagnostics, files: [] };
  return compile(project.sources, { project: project.name, bundle });
}

function summary(folder: string, files: number, changed: number, removed: number): string {
  const gone = removed === 0 ? "" : `, ${removed} removed`;
  return `${folder}: ${countOf(files, "file")}, ${changed} changed${gone}.\n`;
}
