import { countsOf, hasFailed, type TestedProject } from "./report.ts";
import { renderTests } from "./text.ts";
import type { StoryOutcome } from "../../runtime/rehearse.ts";

/** A suite a project, as CI servers read it (the common subset of JUnit's XML). */
export function junitText(tested: readonly TestedProject[]): string {
  const suites = tested.map((project) => {
    const cases = project.outcomes.map((outcome) => caseText(outcome, project));
    return element("testsuite", { name: project.name, ...numbersOf([project]) }, cases);
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", numbersOf(tested), suites)}\n`;
}

function numbersOf(tested: readonly TestedProject[]): Readonly<Record<string, string>> {
  const { passed, failed } = countsOf(tested);
  const times = tested.flatMap(({ outcomes }) => outcomes.map(({ milliseconds }) => milliseconds));
  const time = times.reduce((sum, one) => sum + one, 0);
  return { tests: String(passed + failed), failures: String(failed), errors: "0", time: seconds(time) };
}

function caseText(outcome: StoryOutcome, project: TestedProject): string {
  const { title, place, milliseconds } = outcome;
  const attributes = {
    classname: project.name,
    name: title,
    file: project.pathOf(place.file),
    line: String(place.line),
    time: seconds(milliseconds),
  };
  if (!hasFailed(outcome)) return element("testcase", attributes, []);
  const [, ...lines] = renderTests([{ ...project, outcomes: [outcome] }], { color: false }).split("\n");
  const text = lines.slice(0, -2).join("\n");
  const failure = element("failure", { message: lines[0]?.trim() ?? "" }, [], escaped(text));
  return element("testcase", attributes, [failure]);
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[],
  text = "",
): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(" ");
  if (children.length === 0) return text === "" ? `<${head}/>` : `<${head}>${text}</${name}>`;
  return [`<${head}>`, ...children, `</${name}>`].join("\n");
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 has no way to write most control characters. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
    .replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(6);
}
