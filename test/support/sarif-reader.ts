/** A reader of SARIF and of workflow commands, written after their specifications: what a consumer sees. It shares nothing with the product. */

/** A diagnostic as any of the forms tells it. */
export interface ToldDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly title: string;
  readonly path: string;
  readonly start: ToldPosition;
  /** Exclusive. The column is undefined where the form can't tell it. */
  readonly end: Partial<ToldPosition>;
  readonly text: string;
}

export interface ToldPosition {
  readonly line: number;
  readonly column: number;
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [SarifLocation];
  readonly relatedLocations?: readonly SarifLocation[];
  readonly fixes?: readonly { readonly artifactChanges: readonly SarifChange[] }[];
}

interface SarifLocation {
  readonly message?: { readonly text: string };
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: SarifRegion };
}

interface SarifRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface SarifChange {
  readonly artifactLocation: { readonly uri: string };
  readonly replacements: readonly { readonly deletedRegion: SarifRegion; readonly insertedContent: { text: string } }[];
}

export interface SarifLog {
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly rules: readonly { readonly id: string; readonly shortDescription: { readonly text: string } }[];
        };
      };
      readonly columnKind: string;
      readonly results: readonly SarifResult[];
    },
  ];
}

export function readSarif({ runs: [run] }: SarifLog): readonly ToldDiagnostic[] {
  return run.results.map(({ ruleId, ruleIndex, level, message, locations: [location] }) => {
    const rule = run.tool.driver.rules[ruleIndex];
    if (rule?.id !== ruleId) throw new Error(`rule ${ruleIndex} is ${rule?.id}, not ${ruleId}`);
    const { artifactLocation, region } = location.physicalLocation;
    return {
      code: ruleId,
      severity: level,
      title: unbraced(rule.shortDescription.text),
      path: decodeURIComponent(artifactLocation.uri),
      start: { line: region.startLine, column: region.startColumn },
      end: { line: region.endLine, column: region.endColumn },
      text: unbraced(message.text),
    };
  });
}

/** A text with a fix of SARIF made in it, by lines and columns that count code points. */
export function applySarifFix(text: string, result: SarifResult): string {
  const lines = text.split("\n").map((line) => Array.from(line));
  const changes = (result.fixes ?? []).flatMap((fix) =>
    fix.artifactChanges.flatMap(({ replacements }) => replacements),
  );
  const sorted = [...changes].sort(
    ({ deletedRegion: a }, { deletedRegion: b }) => b.startLine - a.startLine || b.startColumn - a.startColumn,
  );
  for (const { deletedRegion: at, insertedContent } of sorted) {
    const before = (lines[at.startLine - 1] ?? []).slice(0, at.startColumn - 1);
    const after = (lines[at.endLine - 1] ?? []).slice(at.endColumn - 1);
    lines.splice(at.startLine - 1, at.endLine - at.startLine + 1, [...before, insertedContent.text, ...after]);
  }
  return lines.map((line) => line.join("")).join("\n");
}

function unbraced(text: string): string {
  if (/(?<!\{)(\{\{)*\{(?!\{)/.test(text)) throw new Error(`a single brace begins a placeholder: ${text}`);
  return text.replaceAll("{{", "{").replaceAll("}}", "}");
}

/** `::error file=…,line=…::message`, a line each. */
export function readWorkflowCommands(output: string): readonly ToldDiagnostic[] {
  return output.split("\n").slice(0, -1).map(readCommand);
}

function readCommand(line: string): ToldDiagnostic {
  const [, severity = "", list = "", data = ""] = /^::(error|warning) ([^\r]*?)::(.*)$/.exec(line) ?? [];
  if (severity === "") throw new Error(`not a workflow command: ${line}`);
  const properties = new Map(
    list.split(",").map((pair) => {
      const equals = pair.indexOf("=");
      return [pair.slice(0, equals), unescape(pair.slice(equals + 1))];
    }),
  );
  const [code = "", ...title] = (properties.get("title") ?? "").split(" ");
  const startLine = Number(properties.get("line"));
  return {
    code,
    severity,
    title: title.join(" "),
    path: properties.get("file") ?? "",
    start: { line: startLine, column: properties.has("col") ? Number(properties.get("col")) : NaN },
    end: properties.has("endLine")
      ? { line: Number(properties.get("endLine")) }
      : { line: startLine, column: Number(properties.get("endColumn")) },
    text: unescape(data),
  };
}

function unescape(text: string): string {
  return text.replaceAll(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
