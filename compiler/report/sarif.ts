import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic, Edit, Fix } from "../../grammar/diagnostic.ts";
import { positionAt, type Span } from "../../grammar/source.ts";
import { COMPILER_PAGES } from "./pages.ts";
import { sentences } from "./sentences.ts";

/** A log of SARIF 2.1.0, which code scanning services read: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export function renderSarif(diagnostics: readonly Diagnostic[], version: string): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "rdi", semanticVersion: version, rules: codes.map(rule) } },
        columnKind: "unicodeCodePoints",
        results: diagnostics.map((diagnostic) => result(diagnostic, codes)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rule(code: string): object {
  const page = COMPILER_PAGES.get(code);
  if (page === undefined) return { id: code };
  return {
    id: code,
    shortDescription: message(page.title),
    fullDescription: message(page.explanation),
    help: message(`Wrong:\n${page.bad}\n\nRight:\n${page.good}`),
    defaultConfiguration: { level: page.severity },
  };
}

function result(diagnostic: Diagnostic, codes: readonly string[]): object {
  const { code, severity, span, related, fix } = diagnostic;
  const places = related.map((place, id) => ({ id, ...location(place.span), message: message(place.label) }));
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: message(sentences(diagnostic).join("\n")),
    locations: [location(span)],
    ...(places.length === 0 ? {} : { relatedLocations: places }),
    ...(fix === undefined ? {} : { fixes: [sarifFix(fix, diagnostic)] }),
  };
}

/** In a message a single brace would begin a placeholder (§3.11.5). */
function message(text: string): object {
  return { text: text.replaceAll(/[{}]/g, "$&$&") };
}

function location(span: Span): object {
  return { physicalLocation: { artifactLocation: artifact(span), region: region(span) } };
}

function artifact({ file }: Span): object {
  const { path } = file;
  const uri = isAbsolute(path) ? pathToFileURL(path).href : path.split(/[\\/]/).map(encodeURIComponent).join("/");
  return { uri };
}

/** Columns count from 1, and the end is exclusive (§3.30.8). */
function region({ file, start, end }: Span): object {
  const [first, last] = [positionAt(file, start), positionAt(file, end)];
  return { startLine: first.line, startColumn: first.column, endLine: last.line, endColumn: last.column };
}

function sarifFix({ edits }: Fix, { hint, title }: Diagnostic): object {
  const files = [...new Set(edits.map(({ span }) => span.file))];
  return {
    description: message(hint ?? title),
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact({ file, start: 0, end: 0 }),
      replacements: edits.filter(({ span }) => span.file === file).map(replacement),
    })),
  };
}

function replacement({ span, text }: Edit): object {
  return { deletedRegion: region(span), insertedContent: { text } };
}
