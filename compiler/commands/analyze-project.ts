import { analyzeWith, type Analysis } from "../compile.ts";
import type { ProjectSources } from "../host.ts";
import { isReadable } from "./projects.ts";

/** What is to be said about a project, and its plan where nothing is wrong. The one place where commands call the checker. */
export function analyzeProject(project: ProjectSources): Analysis {
  if (!isReadable(project)) return { plan: undefined, diagnostics: project.diagnostics };
  const { name, imported, lock } = project;
  return analyzeWith(project.sources, { project: name, imported, lock });
}
