/** Why a constant time zone or time format is invalid. The runtime compiles the same formats, by other means. */
import type { ClockPart, ClockUnit, DatePart, DateUnit, TimePart, TimeUnit } from "../../runtime/index.ts";

/** The units of `start_of` and the parts of `extract`, by what the type has. */
const CLOCK_UNITS = ["hour", "minute", "second"] as const satisfies readonly ClockUnit[];
export const DATE_UNITS = ["year", "quarter", "month", "week", "day"] as const satisfies readonly DateUnit[];
export const TIME_UNITS = [...DATE_UNITS, ...CLOCK_UNITS] as const satisfies readonly TimeUnit[];
const CALENDAR_PARTS = [...DATE_UNITS, "day_of_week", "day_of_year"] as const satisfies readonly DatePart[];
export const DATE_PARTS = [...CALENDAR_PARTS, "epoch"] as const satisfies readonly DatePart[];
export const CLOCK_PARTS = [...CLOCK_UNITS, "epoch"] as const satisfies readonly ClockPart[];
export const TIME_PARTS = [...CALENDAR_PARTS, ...CLOCK_PARTS] as const satisfies readonly TimePart[];

/** Letters and the field that they stand for. */
const FIELDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    year: "yyyy yy",
    month: "M MM MMM MMMM",
    day: "d dd",
    weekday: "EEE EEEE",
    hour: "H HH",
    "hour of 1 to 12": "h hh",
    "AM or PM": "a",
    minute: "m mm",
    second: "s ss",
    fraction: "S SS SSS SSSS SSSSS SSSSSS",
    offset: "X XX XXX x xx xxx Z",
  }).flatMap(([field, letters]) => letters.split(" ").map((run): [string, string] => [run, field])),
);

/** One or two digits, or two or four. */
const OPEN = new Set(["M", "d", "H", "h", "m", "s", "X", "x"]);
const STARTS_WITH_DIGIT = /^(?:[ydHhmsS]|MM?$)/;

/** Fields that make no sense without a larger one. */
const NEEDS: readonly (readonly [string, readonly string[]])[] = [
  ["minute", ["hour", "hour of 1 to 12"]],
  ["second", ["minute"]],
  ["fraction", ["second"]],
  ["hour of 1 to 12", ["AM or PM"]],
  ["AM or PM", ["hour of 1 to 12"]],
];

interface Part {
  readonly kind: "field" | "literal" | "unclosed";
  readonly text: string;
}

/** Of a name that stands in the .rdi file. */
export function zoneProblem(name: string): string | undefined {
  const named = name.toUpperCase() === "UTC" || (/^[A-Za-z]/.test(name) && name.includes("/"));
  if (!named) return "A time zone is UTC or a name with a slash, such as Europe/Amsterdam.";
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return undefined;
  } catch {
    return `There is no time zone ${name}.`;
  }
}

/** Of a format that prints; one that reads has to keep {@link parseFormatProblem} as well. */
export function timeFormatProblem(format: string): string | undefined {
  const parts = partsOf(format);
  if (parts.length === 0) return "A time format can't be empty.";
  if (parts.some(({ kind }) => kind === "unclosed")) return "A quote is not closed; an apostrophe is written ''.";
  const unknown = parts.find(({ kind, text }) => kind === "field" && !FIELDS.has(text));
  if (unknown === undefined) return undefined;
  const near = [unknown.text.toLowerCase(), unknown.text.toUpperCase()].find((letters) => FIELDS.has(letters));
  const hint =
    near === undefined ? `Known are ${[...FIELDS.keys()].join(" ")}` : `\`${near}\` is the ${FIELDS.get(near)}`;
  return `\`${unknown.text}\` is no field. ${hint}; letters that stand for themselves are written in quotes.`;
}

export function parseFormatProblem(format: string): string | undefined {
  const invalid = timeFormatProblem(format);
  if (invalid !== undefined) return invalid;
  const fields = fieldsOf(format);
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice !== undefined) return `The ${twice} is there twice.`;
  const missing = ["year", "month", "day"].find((field) => !fields.includes(field));
  if (missing !== undefined) return `The ${missing} is missing.`;
  if (fields.includes("hour") && fields.includes("hour of 1 to 12")) return "The hour is there twice.";
  const lonely = NEEDS.find(([field, larger]) => fields.includes(field) && !larger.some((one) => fields.includes(one)));
  if (lonely !== undefined) return `The ${lonely[0]} is there without the ${lonely[1][0]}.`;
  return openProblem(partsOf(format));
}

/** Then no zone is needed for reading. */
export function formatHasOffset(format: string): boolean {
  return fieldsOf(format).includes("offset");
}

function openProblem(parts: readonly Part[]): string | undefined {
  for (const [index, { kind, text }] of parts.entries()) {
    const next = parts[index + 1];
    if (next === undefined || kind !== "field" || !OPEN.has(text)) continue;
    const digits = next.kind === "field" ? STARTS_WITH_DIGIT : /^\d/;
    if (digits.test(next.text)) return `Digits follow \`${text}\` directly, so it is open where it ends.`;
  }
  return undefined;
}

function fieldsOf(format: string): readonly string[] {
  return partsOf(format).flatMap(({ kind, text }) => (kind === "field" ? [FIELDS.get(text) ?? ""] : []));
}

function partsOf(format: string): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < format.length;) {
    const part = partAt(format, at);
    parts.push(part.part);
    at = part.end;
  }
  return parts;
}

function partAt(format: string, at: number): { readonly part: Part; readonly end: number } {
  const first = format.charAt(at);
  let end = at + 1;
  if (/[A-Za-z]/.test(first)) {
    while (format.charAt(end) === first) end++;
    return { part: { kind: "field", text: format.slice(at, end) }, end };
  }
  if (first !== "'") return { part: { kind: "literal", text: first }, end };
  if (format.charAt(end) === "'") return { part: { kind: "literal", text: "'" }, end: end + 1 };
  for (let text = ""; end < format.length; end++) {
    const quote = format.charAt(end) === "'";
    if (quote && format.charAt(end + 1) !== "'") return { part: { kind: "literal", text }, end: end + 1 };
    if (quote) end++;
    text += format.charAt(end);
  }
  return { part: { kind: "unclosed", text: format.slice(at) }, end };
}
