import { join } from "node:path";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { SourceFile, Span } from "../../grammar/source.ts";
import { readProject, type ProjectSources } from "../host.ts";
import type { Form } from "../report/form.ts";
import { render } from "../report/form.ts";
import { UsageError } from "../usage-error.ts";
import type { Output } from "./output.ts";

/** The projects that the paths name. Two of one name would write into one folder. */
export function readProjects(paths: readonly string[]): readonly ProjectSources[] {
  const projects = paths.map(readProject);
  projects.forEach((project, index) => {
    const earlier = projects.findIndex((other) => other.name === project.name);
    if (earlier === index) return;
    throw new UsageError(
      `${paths[earlier]} and ${paths[index]} are both named ${project.name}.`,
      "A project is named after its folder or file: give them different names, or build one at a time.",
    );
  });
  return projects;
}

export interface Compiled {
  readonly project: ProjectSources;
  readonly diagnostics: readonly Diagnostic[];
}

/** A file that is not text stops its project: what stands in the other files can't be judged without it. */
export function isReadable(project: ProjectSources): boolean {
  return project.diagnostics.length === 0;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** Text goes to stderr, what programs read to stdout. Paths are shown as the user reaches the files. */
export function report(compiled: readonly Compiled[], files: readonly string[], form: Form, output: Output): void {
  const text = render(form, { diagnostics: compiled.flatMap(showPaths), files, color: output.color });
  if (form === "text") output.err(text);
  else output.out(text);
}

/** A file of a project as the user reaches it. */
export function shownPath({ folder }: ProjectSources, path: string): string {
  return join(folder, path);
}

function showPaths({ project, diagnostics }: Compiled): readonly Diagnostic[] {
  const shown = new Map<SourceFile, SourceFile>();
  const show = (span: Span): Span => {
    const file = shown.get(span.file) ?? { ...span.file, path: shownPath(project, span.file.path) };
    shown.set(span.file, file);
    return { ...span, file };
  };
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    span: show(diagnostic.span),
    related: diagnostic.related.map((place) => ({ ...place, span: show(place.span) })),
    fix: diagnostic.fix && { edits: diagnostic.fix.edits.map((edit) => ({ ...edit, span: show(edit.span) })) },
  }));
}
