import { EXIT, type ExitCode } from "../exit.ts";
import { positionAt } from "../../grammar/source.ts";
import type { TestsPlan } from "../check/check.ts";
import { analyze } from "../compile.ts";
import type { ProjectSources } from "../host.ts";
import type { Plan } from "../plan/ir.ts";
import type { Output } from "./output.ts";
import { hasErrors, readProjects, report } from "./projects.ts";
import { analyzeWithoutLock } from "./targets.ts";
import { rehearsalOf } from "./test.ts";

/** Proposes tests: `test` blocks to paste, which pass as they are. */
export async function casesCommand(paths: readonly string[], output: Output): Promise<ExitCode> {
  const checked = readProjects(paths).map((project) => ({ project, ...analyzeWithoutLock(project) }));
  report(
    checked.map((one) => ({ ...one, diagnostics: hasErrors(one.diagnostics) ? one.diagnostics : [] })),
    [],
    "text",
    output,
  );
  for (const { project, plan } of checked) {
    if (plan === undefined) continue;
    const texts = await proposedTexts(project, plan);
    output.out(texts.map((text) => `${text}\n`).join("\n"));
  }
  return checked.some(({ diagnostics }) => hasErrors(diagnostics)) ? EXIT.diagnostics : EXIT.ok;
}

interface Printed {
  readonly title: string;
  readonly text: string;
}

async function proposedTexts(project: ProjectSources, plan: Plan): Promise<readonly string[]> {
  const { proposeCases } = await import("../tests/cases/propose.ts");
  const { printCase } = await import("../tests/cases/print-case.ts");
  const run = await rehearsalOf(plan);
  const printed: Printed[] = [];
  for (const job of plan.jobs) {
    for (const proposed of await proposeCases(job, run))
      printed.push({ title: proposed.title, text: printCase(proposed, plan.targets) });
  }
  const passing: string[] = [];
  const tests = new Map(pasted(project, printed)?.stories.map((story) => [story.title, story]));
  for (const { title, text } of printed) {
    const story = tests.get(title);
    if (story !== undefined && (await run(story)).failures.length === 0) passing.push(text);
  }
  return passing;
}

/** The proposals as they will be read, in the project; those that it would not take, since it has them already, are left out. */
function pasted(project: ProjectSources, printed: readonly Printed[]): TestsPlan | undefined {
  const lines: number[] = [];
  let text = "";
  for (const one of printed) {
    const height = one.text.split("\n").length;
    for (let line = 0; line < height; line++) lines.push(printed.indexOf(one));
    text += `${one.text}\n`;
  }
  const { tests, diagnostics } = analyze([...project.sources, { path: PASTED, text }], project.name, project.imported);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const wrong = new Set(errors.map(({ span }) => lines[positionAt(span.file, span.start).line - 1]));
  const good = printed.filter((_, at) => !wrong.has(at));
  return tests !== undefined || good.length === printed.length ? tests : pasted(project, good);
}

/** No file of a folder's project can have that name. */
const PASTED = "/proposed";
