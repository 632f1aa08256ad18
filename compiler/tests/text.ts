import type {
  CellDifference,
  Failure,
  RefusedKey,
  RowDifference,
  ShownCell,
  StoryOutcome,
} from "../../runtime/rehearse.ts";
import { paint, type Paint } from "../report/paint.ts";
import { visibleText } from "../report/display.ts";
import { keyLines } from "./key-text.ts";
import { countsOf, hasFailed, type TestedProject } from "./report.ts";
import { comparedLines, valueText, type ComparedValue } from "./value-text.ts";

/** One line a test, what is different below those that failed, and a count. */
export function renderTests(tested: readonly TestedProject[], options: { readonly color: boolean }): string {
  const signs = signsOf(options.color);
  const several = tested.length > 1;
  const lines = tested.flatMap((project) => {
    const head = several && project.outcomes.length > 0 ? [signs.colors.strong(project.name)] : [];
    const none = project.hasTests ? [] : [`${project.name} has no tests.`];
    return [...head, ...none, ...project.outcomes.flatMap((outcome) => testLines(outcome, project, signs))];
  });
  const { passed, failed } = countsOf(tested);
  const count = passed + failed === 0 ? [] : [`${passed} passed, ${failed} failed`];
  return [...lines, ...count].map((line) => `${line}\n`).join("");
}

interface Signs {
  readonly colors: Paint;
  readonly passed: string;
  readonly failed: string;
}

/** Without colour the output ends in a log, so it is plain ASCII. */
function signsOf(color: boolean): Signs {
  const colors = paint(color);
  return color
    ? { colors, passed: colors.hint("✓"), failed: colors.severity("error")("✗") }
    : { colors, passed: "ok  ", failed: "FAIL" };
}

function testLines(outcome: StoryOutcome, { pathOf }: TestedProject, signs: Signs): readonly string[] {
  if (!hasFailed(outcome)) return [`${signs.passed} ${visibleText(outcome.title)}`];
  const failures = outcome.failures.flatMap((failure) => failureLines(failure, pathOf));
  return [
    `${signs.failed} ${visibleText(outcome.title)}`,
    ...[...failures, ...outcome.refused.flatMap(refusedLines)].map((line) => `       ${line}`),
  ];
}

function failureLines(failure: Failure, pathOf: TestedProject["pathOf"]): readonly string[] {
  const at = `${pathOf(failure.place.file)}:${failure.place.line}`;
  if (failure.what === "rejected") {
    const instead = failure.found.map(({ code }) => code).join(", ");
    const but = instead === "" ? "it was taken" : `but with ${instead}`;
    return [`${at} ${visibleText(failure.key)} was not rejected with ${failure.code}: ${but}`];
  }
  if (failure.what === "key") return keyLines(failure, at);
  return [`${at} ${visibleText(failure.table)} has other rows`, ...failure.differences.flatMap(differenceLines)];
}

function differenceLines(difference: RowDifference): readonly string[] {
  switch (difference.kind) {
    case "different":
      return [`  the row of line ${difference.place.line} differs:`, ...comparedLines(namedCells(difference.cells))];
    case "missing":
      return [`  the row of line ${difference.place.line} is not there: ${rowText(difference.cells)}`];
    case "unexpected":
      return [`  a row that is not expected: ${rowText(difference.cells)}`];
  }
}

function namedCells(cells: readonly CellDifference[]): readonly ComparedValue[] {
  return cells.map((cell) => ({ ...cell, name: cell.column, nothing: "null" }));
}

function rowText(cells: readonly ShownCell[]): string {
  return `{ ${cells.map(({ column, type, value }) => `${visibleText(column)}: ${valueText(type, value)}`).join(", ")} }`;
}

function refusedLines({ key, refusals }: RefusedKey): readonly string[] {
  return refusals.map(({ code, message, site }) => {
    const where = site === undefined ? "" : ` (${site})`;
    return `${visibleText(key)} was refused: ${code} ${visibleText(message)}${where}`;
  });
}
