/** The parts of the house style that a machine can check. */
import { ts } from "ts-morph";
import type { Offence } from "./layer-rules.ts";
import { isCode, isGenerated, visit, type SourceFile } from "./source-files.ts";

export type StyleRule = (file: SourceFile) => readonly Offence[];

const MOST_LINES = 400;

export function tooLong(file: SourceFile): readonly Offence[] {
  const lines = file.text.trimEnd().split("\n").length;
  return isHandwritten(file) && lines > MOST_LINES ? [`${file.path}:${lines} is longer than ${MOST_LINES} lines`] : [];
}

export function notKebabCase(file: SourceFile): readonly Offence[] {
  const name = file.path.split("/").at(-1) ?? "";
  const good = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(name);
  return isCode(file) && !good ? [`${file.path}:1 is not named in kebab-case`] : [];
}

export function usesAny(file: SourceFile): readonly Offence[] {
  return offendingNodes(file, (node) => (node.kind === ts.SyntaxKind.AnyKeyword ? "uses any" : undefined));
}

export function usesNonNull(file: SourceFile): readonly Offence[] {
  return offendingNodes(file, (node) =>
    ts.isNonNullExpression(node) ? "asserts with ! that it is not null" : undefined,
  );
}

export function exportsDefault(file: SourceFile): readonly Offence[] {
  return offendingNodes(file, (node) => (isDefaultExport(node) ? "has a default export" : undefined));
}

/** Comments that silence a checker. */
export function silencesChecker(file: SourceFile): readonly Offence[] {
  return isHandwritten(file) ? offendingLines(file, /(@ts-(ignore|expect-error|nocheck)|(es|ts)lint-disable)/) : [];
}

/** A folder of somebody's machine. */
export function namesMachinePath(file: SourceFile): readonly Offence[] {
  return offendingLines(file, /(?<![\w.}/-])\/(home|Users|root|work)\/\w|\b[A-Z]:\\\\?Users\\/);
}

export function leavesTestsOut(file: SourceFile): readonly Offence[] {
  if (!file.path.endsWith(".test.ts")) return [];
  return offendingNodes(file, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
    const name = node.expression.name.text;
    return name === "only" || name === "skip" ? `leaves tests out with .${name}()` : undefined;
  });
}

/** uvu forgets tests that are declared after `run()`, and whole suites without one. */
export function doesNotRunItsTests(file: SourceFile): readonly Offence[] {
  if (!file.path.endsWith(".test.ts")) return [];
  const lines = file.text.trimEnd().split("\n");
  const runs = lines.filter((line) => /^\w+\.run\(\);$/.test(line)).length;
  const standard = /^import \{[^}]*\btest\b[^}]*\} from "uvu";$/m.test(file.text) ? 1 : 0;
  const suites = standard + [...file.text.matchAll(/^const \w+ = suite(<.*>)?\(/gm)].length;
  const ends = /^\w+\.run\(\);$/.test(lines.at(-1) ?? "");
  return ends && runs === suites
    ? []
    : [`${file.path}:${lines.length} does not end with the run() of each of its suites`];
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === "default";
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  );
}

function isHandwritten(file: SourceFile): boolean {
  return isCode(file) && !isGenerated(file);
}

function offendingNodes(file: SourceFile, problem: (node: ts.Node) => string | undefined): readonly Offence[] {
  const found: Offence[] = [];
  if (!isHandwritten(file)) return found;
  visit(file, (node, line) => {
    const what = problem(node);
    if (what !== undefined) found.push(`${file.path}:${line} ${what}`);
  });
  return found;
}

function offendingLines(file: SourceFile, pattern: RegExp): readonly Offence[] {
  return file.text.split("\n").flatMap((line, index) => {
    const found = pattern.exec(line);
    return found === null ? [] : [`${file.path}:${index + 1} says ${found[0]}`];
  });
}
