import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RehearsedProject, Story, StoryOutcome } from "../../runtime/rehearse.ts";
import type { TestsPlan } from "../check/check.ts";
import { START } from "../check/tests/instants.ts";
import type { Analysis } from "../compile.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { junitText } from "../tests/junit.ts";
import { testReport, type TestedProject } from "../tests/report.ts";
import { renderTests } from "../tests/text.ts";
import { UsageError } from "../usage-error.ts";
import { type Output } from "./output.ts";
import { hasErrors, readProjects, report } from "./projects.ts";
import { analyzeWithoutLock } from "./targets.ts";

export interface TestOptions {
  readonly json: boolean;
  /** A file to write. */
  readonly junit: string | undefined;
  /** A part of the names of the tests that are to run. */
  readonly only: string | undefined;
}

/** Runs the `test` blocks of projects without any server. */
export async function testCommand(paths: readonly string[], options: TestOptions, output: Output): Promise<ExitCode> {
  const checked = readProjects(paths).map((project) => ({ project, ...analyzeWithoutLock(project) }));
  const { only } = options;
  if (only !== undefined && !checked.some(({ tests }) => storiesOf(tests, only).length > 0) && allGood(checked))
    throw new UsageError(`No test has ${only} in its name.`, "Leave --only out to run all tests.");
  const tested: TestedProject[] = [];
  for (const { project, tests, diagnostics } of checked) {
    const outcomes = await outcomesOf(tests, only);
    const hasTests = tests !== undefined || hasErrors(diagnostics);
    tested.push({ name: project.name, outcomes, hasTests, pathOf: (file) => join(project.folder, file) });
  }
  if (!options.json) report(checked, [], "text", output);
  const { color } = output;
  const diagnostics = checked.flatMap((one) => one.diagnostics);
  output.out(options.json ? testReport(tested, diagnostics) : renderTests(tested, { color }));
  if (options.junit !== undefined) writeReport(options.junit, junitText(tested));
  const failed = tested.some(({ outcomes }) => outcomes.some(({ failures }) => failures.length > 0));
  return failed || !allGood(checked) ? EXIT.diagnostics : EXIT.ok;
}

function writeReport(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The results can't be written to ${path}: ${why}`, "Name a file in a folder that is there.");
  }
}

function allGood(checked: readonly Pick<Analysis, "diagnostics">[]): boolean {
  return !checked.some(({ diagnostics }) => hasErrors(diagnostics));
}

function storiesOf(tests: TestsPlan | undefined, only: string | undefined): readonly Story[] {
  const wanted = only?.toLowerCase() ?? "";
  return (tests?.stories ?? []).filter(({ title }) => title.toLowerCase().includes(wanted));
}

async function outcomesOf(tests: TestsPlan | undefined, only: string | undefined): Promise<readonly StoryOutcome[]> {
  const stories = storiesOf(tests, only);
  if (tests === undefined || stories.length === 0) return [];
  const run = await rehearsalOf(tests);
  const outcomes: StoryOutcome[] = [];
  for (const story of stories) outcomes.push(await run(story));
  return outcomes;
}

/** What runs a test of these jobs. The compiler is loaded here, where there is something to run. */
export async function rehearsalOf(tests: Pick<TestsPlan, "jobs" | "targets">) {
  const { jobModules } = await import("../tests/modules.ts");
  const { projectFacts } = await import("../tests/facts.ts");
  const { rehearsal } = await import("../../runtime/rehearse.ts");
  const project: RehearsedProject = { modules: jobModules(tests.jobs), facts: projectFacts(tests), start: START };
  return rehearsal(project);
}
