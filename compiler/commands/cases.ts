import { EXIT, type ExitCode } from "../exit.ts";
import { analyze } from "../compile.ts";
import type { ProjectSources } from "../host.ts";
import type { Plan } from "../plan/ir.ts";
import type { Output } from "./output.ts";
import { hasErrors, readProjects, report } from "./projects.ts";
import { analysisOf, rehearsalOf } from "./test.ts";

/** Proposes tests: `test` blocks to paste, which pass as they are. */
export async function casesCommand(paths: readonly string[], output: Output): Promise<ExitCode> {
  const checked = readProjects(paths).map((project) => ({ project, ...analysisOf(project) }));
  report(
    checked.map((one) => ({ ...one, diagnostics: hasErrors(one.diagnostics) ? one.diagnostics : [] })),
    [],
    false,
    output,
  );
  for (const { project, plan } of checked) {
    if (plan === undefined) continue;
    const texts = await proposedTexts(project, plan);
    output.out(texts.map((text) => `${text}\n`).join("\n"));
  }
  return checked.some(({ diagnostics }) => hasErrors(diagnostics)) ? EXIT.diagnostics : EXIT.ok;
}

/** Only what parses and passes: it is tried as it will be, in the project. */
async function proposedTexts(project: ProjectSources, plan: Plan): Promise<readonly string[]> {
  const { proposeCases } = await import("../tests/cases/propose.ts");
  const { printCase } = await import("../tests/cases/print-case.ts");
  const run = await rehearsalOf(plan);
  const printed: { readonly title: string; readonly text: string }[] = [];
  for (const job of plan.jobs) {
    for (const proposed of await proposeCases(job, run))
      printed.push({ title: proposed.title, text: printCase(proposed, plan.targets) });
  }
  const text = printed.map((one) => one.text).join("\n");
  const sources = [...project.sources, { path: PASTED, text }];
  const { tests } = analyze(sources, project.name, project.imported);
  const passing = new Set<string>();
  for (const story of tests?.stories ?? []) {
    if (story.place.file === PASTED && (await run(story)).failures.length === 0) passing.add(story.title);
  }
  return printed.filter(({ title }) => passing.has(title)).map((one) => one.text);
}

const PASTED = "proposed tests.rdi";
