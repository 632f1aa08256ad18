import { positionAt } from "../../grammar/source.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { Analysis } from "../compile.ts";
import { fixSources } from "../fix/fix-sources.ts";
import { rewriteSource, type ProjectSources } from "../host.ts";
import { analyzeProject } from "./analyze-project.ts";
import { isReadable, shownPath } from "./projects.ts";

export interface FixedProject extends Analysis {
  readonly project: ProjectSources;
  /** Lines that say what was corrected. */
  readonly fixed: readonly string[];
  /** The files that were written, as the project names them. */
  readonly written: readonly string[];
}

/** Corrects a project's own files, not those that they import. */
export function fixProject(project: ProjectSources): FixedProject {
  if (!isReadable(project))
    return { project, plan: undefined, diagnostics: project.diagnostics, fixed: [], written: [] };
  let last: Analysis = { plan: undefined, diagnostics: [] };
  const { sources, fixed } = fixSources(project.sources, (texts) => {
    last = analyzeProject({ ...project, sources: texts });
    return last.diagnostics;
  });
  const changed = sources.filter((source, index) => source.text !== project.sources[index]?.text);
  for (const { path, text } of changed) {
    const before = project.sources.find((source) => source.path === path)?.text ?? "";
    rewriteSource(shownPath(project, path), { before, text });
  }
  const lines = fixed.map((diagnostic) => fixedLine(diagnostic, project));
  return { ...last, project: { ...project, sources }, fixed: lines, written: changed.map(({ path }) => path) };
}

function fixedLine({ code, title, span }: Diagnostic, project: ProjectSources): string {
  const { line, column } = positionAt(span.file, span.start);
  return `${shownPath(project, span.file.path)}:${line}:${column}: fixed ${code} ${title}.`;
}
