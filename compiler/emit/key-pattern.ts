import { bytesOf, stopBytes } from "../keys/pattern-automaton.ts";
import type { PatternPart, PatternPlan } from "../plan/ir.ts";

/** The forms of a key pattern over a key's bytes, held as a latin1 string; see `KeyPattern` of the runtime. */
export interface PatternForms {
  readonly regexSource: string;
  readonly prefix: string;
  readonly glob: string;
}

export function patternForms(pattern: PatternPlan): PatternForms {
  const { parts } = pattern;
  const [first] = parts;
  return {
    regexSource: `^${parts.map((part, index) => partRegex(part, parts[index + 1])).join("")}$`,
    prefix: first?.kind === "literal" ? bytesOf(first.text) : "",
    glob: parts.map((part) => (part.kind === "literal" ? globText(bytesOf(part.text)) : "*")).join(""),
  };
}

function partRegex(part: PatternPart, next: PatternPart | undefined): string {
  return part.kind === "literal" ? regexText(bytesOf(part.text)) : `(${captureRegex(part.type, next)})`;
}

/** Only canonical spellings match, so that a key and its captures determine each other. */
function captureRegex(type: Extract<PatternPart, { kind: "capture" }>["type"], next: PatternPart | undefined): string {
  switch (type) {
    case "int":
    case "bigint":
      return "0|-?[1-9]\\d*";
    case "uuid":
      return "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    case "date":
      return "\\d{4}-\\d{2}-\\d{2}";
    case "any":
      return "[\\s\\S]+";
    case "text":
      return `[^${classText(stopBytes(next))}]+`;
  }
}

/** Bytes as they stand in a regular expression. */
export function regexText(bytes: string): string {
  return bytes.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replaceAll(UNPRINTABLE, hexEscape);
}

/** Bytes as they stand between the brackets of a class. */
export function classText(bytes: string): string {
  return bytes.replaceAll(/[\\\]^/-]/g, "\\$&").replaceAll(UNPRINTABLE, hexEscape);
}

function globText(bytes: string): string {
  return bytes.replaceAll(/[*?[\]\\]/g, "\\$&");
}

const UNPRINTABLE = /[^\x20-\x7e]/g;

function hexEscape(byte: string): string {
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
