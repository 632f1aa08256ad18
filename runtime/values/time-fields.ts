/** What a date and a clock show, field by field. */
export interface TimeFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 1 is Monday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly micros: number;
  /** Seconds to add to UTC. */
  readonly offset: number;
}

/** `hour12` and `afternoon` together are the hour. */
export type FieldName = keyof TimeFields | "hour12" | "afternoon";

/** How one run of letters of a format is read and printed. */
export interface FieldRule {
  readonly field: FieldName;
  /** A regular expression without groups. */
  readonly pattern: string;
  /** Has one digit or two, or more or less: where digits follow, it would be open which are whose. */
  readonly open: boolean;
  readonly read: (text: string) => number;
  readonly print: (fields: TimeFields) => string;
}

const MONTHS = "January February March April May June July August September October November December".split(" ");
const WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");
const short = (names: readonly string[]): readonly string[] => names.map((name) => name.slice(0, 3));

const HALF_OF_DAY: FieldRule = {
  field: "afternoon",
  pattern: "[AaPp][Mm]",
  open: false,
  read: (text) => (/^p/i.test(text) ? 1 : 0),
  print: ({ hour }) => (hour < 12 ? "AM" : "PM"),
};

/** The letters of Unicode's date field symbols (UTS #35) that are known, in English. */
export const FIELD_RULES: ReadonlyMap<string, FieldRule> = new Map<string, FieldRule>([
  ["yyyy", { ...number("year", 4), print: ({ year }) => `${year < 0 ? "-" : ""}${pad(Math.abs(year), 4)}` }],
  ["yy", { ...number("year", 2), read: yearOfCentury, print: ({ year }) => pad(((year % 100) + 100) % 100, 2) }],
  ["M", number("month", 1)],
  ["MM", number("month", 2)],
  ["MMM", named("month", short(MONTHS))],
  ["MMMM", named("month", MONTHS)],
  ["d", number("day", 1)],
  ["dd", number("day", 2)],
  ["EEE", named("weekday", short(WEEKDAYS))],
  ["EEEE", named("weekday", WEEKDAYS)],
  ["H", number("hour", 1)],
  ["HH", number("hour", 2)],
  ["h", { ...number("hour", 1), field: "hour12", print: ({ hour }) => String(hour12(hour)) }],
  ["hh", { ...number("hour", 2), field: "hour12", print: ({ hour }) => pad(hour12(hour), 2) }],
  ["a", HALF_OF_DAY],
  ["m", number("minute", 1)],
  ["mm", number("minute", 2)],
  ["s", number("second", 1)],
  ["ss", number("second", 2)],
  ...[1, 2, 3, 4, 5, 6].map((digits): [string, FieldRule] => ["S".repeat(digits), fraction(digits)]),
  ["X", offset(true, "", true)],
  ["XX", offset(true, "")],
  ["XXX", offset(true, ":")],
  ["x", offset(false, "", true)],
  ["xx", offset(false, "")],
  ["xxx", offset(false, ":")],
  ["Z", offset(false, "")],
]);

/** One digit stands for one or two. */
function number(field: keyof TimeFields, digits: number): FieldRule {
  const pattern = digits === 1 ? "\\d{1,2}" : `\\d{${digits}}`;
  return { field, pattern, open: digits === 1, read: Number, print: (fields) => pad(fields[field], digits) };
}

/** Names are read in any case. */
function named(field: "month" | "weekday", names: readonly string[]): FieldRule {
  const anyCase = (name: string): string => name.replace(/./g, (c) => `[${c.toUpperCase()}${c.toLowerCase()}]`);
  const lower = names.map((name) => name.toLowerCase());
  return {
    field,
    pattern: names.map(anyCase).join("|"),
    open: false,
    read: (text) => lower.indexOf(text.toLowerCase()) + 1,
    print: (fields) => names[fields[field] - 1] ?? "",
  };
}

/** Printing cuts off further digits. */
function fraction(digits: number): FieldRule {
  return {
    field: "micros",
    pattern: `\\d{${digits}}`,
    open: false,
    read: (text) => Number(text.padEnd(6, "0")),
    print: ({ micros }) => pad(micros, 6).slice(0, digits),
  };
}

/** Printing cuts off seconds, which only offsets of long ago have. */
function offset(zulu: boolean, colon: string, optionalMinutes = false): FieldRule {
  const minutes = `${colon}\\d\\d`;
  return {
    field: "offset",
    pattern: `[+-]\\d\\d${optionalMinutes ? `(?:${minutes})?` : minutes}${zulu ? "|Z" : ""}`,
    open: optionalMinutes,
    read: readOffset,
    print: (fields) => {
      const size = Math.floor(Math.abs(fields.offset) / 60);
      if (zulu && size === 0) return "Z";
      const rest = optionalMinutes && size % 60 === 0 ? "" : `${colon}${pad(size % 60, 2)}`;
      return `${fields.offset < 0 && size > 0 ? "-" : "+"}${pad(Math.floor(size / 60), 2)}${rest}`;
    },
  };
}

/** NaN for what is no offset; PostgreSQL's bound is less than 16 hours. */
function readOffset(text: string): number {
  if (text === "Z") return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(3).replace(":", ""))];
  if (hours > 15 || minutes > 59) return Number.NaN;
  return (text.startsWith("-") ? -60 : 60) * (hours * 60 + minutes);
}

/** From 1970 to 2069, as PostgreSQL's YY. */
function yearOfCentury(text: string): number {
  const year = Number(text);
  return year < 70 ? 2000 + year : 1900 + year;
}

function hour12(hour: number): number {
  return hour % 12 === 0 ? 12 : hour % 12;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
