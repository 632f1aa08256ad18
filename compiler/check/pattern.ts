import type { From, Name, StringPart } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { PatternPart, PatternPlan } from "../plan/ir.ts";
import { firstReports, type Sink } from "./sink.ts";

export type CapturePart = Extract<PatternPart, { kind: "capture" }>;

export interface Pattern {
  readonly plan: PatternPlan;
  readonly captures: ReadonlyMap<string, CapturePart>;
}

const CAPTURE_TYPES = ["text", "int", "bigint", "uuid", "date", "any"] as const;
const RESERVED = ["key", "value", "expires_at"];
const WILDCARDS = ["*", "?", "["];

const MOST_REPORTS = 100;

/** The pattern of `from`, checked against §4 of the language. */
export function checkPattern(from: From, all: Sink): Pattern {
  const sink = firstReports(all, MOST_REPORTS);
  const { parts, span } = from.pattern;
  const names = new Map<string, Name>();
  const planned: PatternPart[] = [];
  const solid = parts.filter((part) => part.kind !== "text" || part.text !== "");
  solid.forEach((part, index) => {
    if (part.kind === "capture") checkNeighbours(part, solid[index + 1], sink);
    planned.push(...planPart(part, names, sink));
  });
  if (planned.length === 0) sink.report("RDI2053", span, {});
  warnOfWildcards(parts, sink);
  const captures = planned.filter((part) => part.kind === "capture");
  const text = span.file.text.slice(span.start + 1, Math.max(span.start + 1, span.end - 1));
  return { plan: { text, parts: planned }, captures: new Map(captures.map((part) => [part.name, part])) };
}

function planPart(part: StringPart, names: Map<string, Name>, sink: Sink): readonly PatternPart[] {
  if (part.kind === "text") return [{ kind: "literal", text: part.text }];
  if (part.kind === "hole") return [];
  const name = part.name.text;
  const first = names.get(name);
  if (first !== undefined) {
    sink.report("RDI2007", part.name.span, { what: "the capture", name }, [
      { span: first.span, label: "first declared here" },
    ]);
  } else if (RESERVED.includes(name)) {
    sink.report("RDI2009", part.name.span, { name, why: `\`@${name}\` has a meaning in every job.` });
  }
  names.set(name, first ?? part.name);
  return [{ kind: "capture", name, type: captureType(part.type, sink) }];
}

function captureType(type: Name | undefined, sink: Sink): CapturePart["type"] {
  if (type === undefined) return "text";
  const known = CAPTURE_TYPES.find((name) => name === type.text);
  if (known === undefined) {
    const near = suggest(type.text, CAPTURE_TYPES);
    sink.report("RDI2052", type.span, { name: type.text, known: CAPTURE_TYPES, near });
  }
  return known ?? "text";
}

/** Two captures can't touch, and `any` is last. */
function checkNeighbours(
  part: Extract<StringPart, { kind: "capture" }>,
  next: StringPart | undefined,
  sink: Sink,
): void {
  if (next === undefined) return;
  if (part.type?.text === "any") {
    sink.report("RDI2051", part.span, { name: part.name.text });
  } else if (next.kind === "capture") {
    sink.report("RDI2050", next.span, { first: part.name.text, second: next.name.text }, [
      { span: part.span, label: "this capture" },
    ]);
  }
}

function warnOfWildcards(parts: readonly StringPart[], sink: Sink): void {
  for (const part of parts) {
    if (part.kind !== "text") continue;
    const characters = WILDCARDS.filter((wildcard) => part.text.includes(wildcard));
    if (characters.length > 0) sink.report("RDI2073", part.span, { characters });
  }
}
