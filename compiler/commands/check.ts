import { analyzeWith, type Analysis } from "../compile.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { ProjectSources } from "../host.ts";
import { countOf, type Output } from "./output.ts";
import { hasErrors, isReadable, readProjects, report } from "./projects.ts";

export function checkCommand(paths: readonly string[], options: { readonly json: boolean }, output: Output): ExitCode {
  const checked = readProjects(paths).map((project) => ({ project, ...checkProject(project) }));
  report(checked, [], options.json, output);
  if (!options.json) for (const { project, plan } of checked) output.out(summary(project.name, plan));
  return checked.some(({ diagnostics }) => hasErrors(diagnostics)) ? EXIT.diagnostics : EXIT.ok;
}

function checkProject(project: ProjectSources): Analysis {
  if (!isReadable(project)) return { plan: undefined, diagnostics: project.diagnostics };
  return analyzeWith(project.sources, { project: project.name, imported: project.imported, lock: project.lock });
}

function summary(name: string, plan: Analysis["plan"]): string {
  if (plan === undefined) return "";
  const tables = plan.jobs.reduce((sum, job) => sum + job.tables.length, 0);
  return `${name}: ${countOf(plan.jobs.length, "job")}, ${countOf(tables, "table")}, no errors.\n`;
}
