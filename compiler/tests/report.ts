import type { Failure, RefusedKey, RowDifference, StoryOutcome, StoryPlace } from "../../runtime/rehearse.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { jsonDiagnostic, type JsonDiagnostic } from "../report/json.ts";

/** A project's tests that ran. */
export interface TestedProject {
  readonly name: string;
  /** Also true where errors hide whether it has some. */
  readonly hasTests: boolean;
  readonly outcomes: readonly StoryOutcome[];
  /** A file as the user reaches it. */
  readonly pathOf: (file: string) => string;
}

/** What `rdi test --json` prints. Values of sensitive columns are `"***"`. */
export interface TestReport {
  readonly version: 1;
  readonly passed: number;
  readonly failed: number;
  readonly projects: readonly {
    readonly project: string;
    readonly tests: readonly TestResult[];
  }[];
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface TestResult {
  readonly title: string;
  readonly file: string;
  readonly line: number;
  readonly passed: boolean;
  readonly milliseconds: number;
  readonly failures: readonly Failure[];
  /** Keys that were rejected or parked at the end of a test that failed. */
  readonly rejected: readonly RefusedKey[];
}

export function testReport(tested: readonly TestedProject[], diagnostics: readonly Diagnostic[]): string {
  const { passed, failed } = countsOf(tested);
  const projects = tested.map(({ name, outcomes, pathOf }) => {
    return { project: name, tests: outcomes.map((outcome) => resultOf(outcome, pathOf)) };
  });
  const report: TestReport = { version: 1, passed, failed, projects, diagnostics: diagnostics.map(jsonDiagnostic) };
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function countsOf(tested: readonly TestedProject[]): { readonly passed: number; readonly failed: number } {
  const outcomes = tested.flatMap((one) => one.outcomes);
  const failed = outcomes.filter(hasFailed).length;
  return { passed: outcomes.length - failed, failed };
}

export function hasFailed({ failures }: StoryOutcome): boolean {
  return failures.length > 0;
}

function resultOf(outcome: StoryOutcome, pathOf: TestedProject["pathOf"]): TestResult {
  const { title, place, milliseconds, failures, refused } = outcome;
  return {
    title,
    ...shownPlace(place, pathOf),
    passed: failures.length === 0,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
    failures: failures.map((failure) => shownFailure(failure, pathOf)),
    rejected: failures.length === 0 ? [] : refused,
  };
}

function shownFailure(failure: Failure, pathOf: TestedProject["pathOf"]): Failure {
  const place = shownPlace(failure.place, pathOf);
  if (failure.what !== "rows") return { ...failure, place };
  const differences = failure.differences.map((one): RowDifference =>
    one.kind === "unexpected" ? one : { ...one, place: shownPlace(one.place, pathOf) },
  );
  return { ...failure, place, differences };
}

function shownPlace({ file, line }: StoryPlace, pathOf: TestedProject["pathOf"]): StoryPlace {
  return { file: pathOf(file), line };
}
