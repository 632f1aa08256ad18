import type { Analysis } from "../compile.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { ProjectSources } from "../host.ts";
import type { Form } from "../report/form.ts";
import { analyzeProject } from "./analyze-project.ts";
import { fixProject } from "./fix-project.ts";
import { countOf, type Output } from "./output.ts";
import { hasErrors, readProjects, report, shownPath } from "./projects.ts";

export interface CheckOptions {
  readonly form: Form;
  /** Whether to make the corrections that are certain. */
  readonly fix: boolean;
}

export function checkCommand(paths: readonly string[], options: CheckOptions, output: Output): ExitCode {
  return checkProjects(readProjects(paths), options, output);
}

export function checkProjects(projects: readonly ProjectSources[], options: CheckOptions, output: Output): ExitCode {
  const checked = projects.map((project) => (options.fix ? fixProject(project) : look(project)));
  const isText = options.form === "text";
  if (isText) for (const { fixed } of checked) for (const line of fixed) output.out(`${line}\n`);
  report(checked, checked.flatMap(written), options.form, output);
  if (isText) for (const { project, plan } of checked) output.out(summary(project.name, plan));
  return checked.some(({ diagnostics }) => hasErrors(diagnostics)) ? EXIT.diagnostics : EXIT.ok;
}

interface Checked extends Analysis {
  readonly project: ProjectSources;
  /** Lines that say what was corrected, and the files that were written. */
  readonly fixed: readonly string[];
  readonly written: readonly string[];
}

function look(project: ProjectSources): Checked {
  return { project, ...analyzeProject(project), fixed: [], written: [] };
}

function written({ project, written }: Checked): readonly string[] {
  return written.map((path) => shownPath(project, path));
}

function summary(name: string, plan: Analysis["plan"]): string {
  if (plan === undefined) return "";
  const { jobs } = plan;
  const keys = jobs.reduce((sum, job) => sum + job.keys.length, 0);
  const tables = jobs.reduce((sum, job) => sum + job.tables.length, 0);
  const written = [
    ...(tables > 0 || keys === 0 ? [countOf(tables, "table")] : []),
    ...(keys > 0 ? [countOf(keys, "Redis key")] : []),
  ];
  return `${name}: ${[countOf(jobs.length, "job"), ...written].join(", ")}, no errors.\n`;
}
