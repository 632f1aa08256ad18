import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { positionAt } from "../../grammar/source.ts";
import { sentences } from "./sentences.ts";

/**
 * Workflow commands, which GitHub's runner turns into annotations of the changed lines:
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function renderGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${annotation(diagnostic)}\n`).join("");
}

function annotation(diagnostic: Diagnostic): string {
  const { severity, code, title, span } = diagnostic;
  const start = positionAt(span.file, span.start);
  const end = positionAt(span.file, span.end);
  const properties = {
    file: span.file.path,
    line: start.line,
    // Columns are refused where two lines are named.
    ...(end.line === start.line ? { col: start.column, endColumn: end.column } : { endLine: end.line }),
    title: `${code} ${title}`,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${severity} ${list.join(",")}::${escapeData(sentences(diagnostic).join("\n"))}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
