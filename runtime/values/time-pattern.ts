import { FIELD_RULES } from "./time-fields.ts";
import type { FieldName, FieldRule } from "./time-fields.ts";

/** A format such as `dd.MM.yyyy HH:mm`, compiled. */
export interface TimeFormat {
  readonly text: string;
  readonly parts: readonly (FieldRule | string)[];
  /** Undefined where the format prints only: it lacks the date, gives something twice, or leaves open what is meant. */
  readonly reader: Reader | undefined;
}

export interface Reader {
  readonly pattern: RegExp;
  /** The field of each group. */
  readonly rules: readonly FieldRule[];
  readonly hasOffset: boolean;
  readonly hasClock: boolean;
}

/** `''` is an apostrophe, also between quotes; letters without quotes are fields; the rest stands for itself. */
const PART = /''|'((?:[^']|'')+)'|(([A-Za-z])\3*)|([^A-Za-z'])/uy;

/** The format of a constant text. One that is not valid is a mistake of the caller's. */
export function timeFormat(text: string): TimeFormat {
  const parts: (FieldRule | string)[] = [];
  for (let at = 0; at < text.length;) {
    PART.lastIndex = at;
    const part = PART.exec(text);
    if (part === null) throw invalid(text);
    parts.push(partOf(part, text));
    at += part[0].length;
  }
  if (parts.length === 0) throw invalid(text);
  return { text, parts, reader: readerOf(parts) };
}

function partOf(part: RegExpExecArray, text: string): FieldRule | string {
  const [, quoted, letters, , other] = part;
  if (letters === undefined) return other ?? quoted?.replaceAll("''", "'") ?? "'";
  const rule = FIELD_RULES.get(letters);
  if (rule === undefined) throw invalid(text);
  return rule;
}

function readerOf(parts: TimeFormat["parts"]): Reader | undefined {
  const rules = parts.filter((part) => typeof part !== "string");
  const fields = rules.map(({ field }) => field);
  if (!isComplete(fields) || leavesDigitsOpen(parts)) return undefined;
  return {
    pattern: new RegExp(`^${parts.map(patternOf).join("")}$`, "u"),
    rules,
    hasOffset: fields.includes("offset"),
    hasClock: fields.includes("hour") || fields.includes("hour12"),
  };
}

/** Each field once, the whole date, and of the clock no field without the larger one. */
function isComplete(fields: readonly FieldName[]): boolean {
  const has = (field: FieldName): boolean => fields.includes(field);
  const needs = (field: FieldName, larger: boolean): boolean => larger || !has(field);
  return (
    new Set(fields).size === fields.length &&
    has("year") &&
    has("month") &&
    has("day") &&
    !(has("hour") && has("hour12")) &&
    has("hour12") === has("afternoon") &&
    needs("minute", has("hour") || has("hour12")) &&
    needs("second", has("minute")) &&
    needs("micros", has("second"))
  );
}

function leavesDigitsOpen(parts: TimeFormat["parts"]): boolean {
  return parts.some((part, index) => {
    const next = parts[index + 1];
    if (typeof part === "string" || next === undefined || !part.open) return false;
    return typeof next === "string" ? /^\d/.test(next) : next.pattern.startsWith("\\d");
  });
}

function patternOf(part: FieldRule | string): string {
  return typeof part === "string" ? part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&") : `(${part.pattern})`;
}

function invalid(text: string): RangeError {
  return new RangeError(`not a time format: ${text}`);
}
