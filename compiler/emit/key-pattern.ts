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

/** The UTF-8 bytes of a text, one character a byte. */
export function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
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
      return `[^:${next?.kind === "literal" ? stopText(bytesOf(next.text).charAt(0)) : ""}]+`;
  }
}

function stopText(byte: string): string {
  return byte === ":" ? "" : classText(byte);
}

function regexText(bytes: string): string {
  return bytes.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replaceAll(UNPRINTABLE, hexEscape);
}

function classText(byte: string): string {
  return byte.replaceAll(/[\\\]^/-]/g, "\\$&").replaceAll(UNPRINTABLE, hexEscape);
}

function globText(bytes: string): string {
  return bytes.replaceAll(/[*?[\]\\]/g, "\\$&");
}

const UNPRINTABLE = /[^\x20-\x7e]/g;

function hexEscape(byte: string): string {
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
