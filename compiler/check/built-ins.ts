import type { ScalarKind } from "./types.ts";

/** A built-in function. A parameter `number` takes exact numbers and doubles, and the result follows the first one. */
export interface BuiltIn {
  readonly signature: string;
  readonly params: readonly (ScalarKind | "number")[];
  /** How many parameters can't be left out. */
  readonly required: number;
  readonly result: ScalarKind | "number";
  /** The runtime's function. */
  readonly fn: string;
  readonly rejects: boolean;
  /** False where it rounds. */
  readonly keepsInexact: boolean;
}

export const BUILT_INS: ReadonlyMap<string, BuiltIn> = new Map([
  define("lower(text)", "lower", ["text"], "text"),
  define("upper(text)", "upper", ["text"], "text"),
  define("trim(text)", "trim", ["text"], "text"),
  define("ltrim(text)", "ltrim", ["text"], "text"),
  define("rtrim(text)", "rtrim", ["text"], "text"),
  define("length(text)", "length", ["text"], "exact"),
  define("left(text, count)", "left", ["text", "exact"], "text"),
  define("right(text, count)", "right", ["text", "exact"], "text"),
  define("mid(text, from, count)", "mid", ["text", "exact", "exact"], "text"),
  define("replace(text, wanted, replacement)", "replace", ["text", "text", "text"], "text"),
  define("starts_with(text, start)", "startsWith", ["text", "text"], "boolean"),
  define("ends_with(text, end)", "endsWith", ["text", "text"], "boolean"),
  define("contains(text, part)", "contains", ["text", "text"], "boolean"),
  define("abs(number)", "abs", ["number"], "number", { keepsInexact: true }),
  define("round(number, digits)", "round", ["number", "exact"], "number", { required: 1 }),
  define("floor(number)", "floor", ["number"], "number"),
  define("ceil(number)", "ceil", ["number"], "number"),
  define("trunc(number)", "trunc", ["number"], "number"),
  define("div(dividend, divisor)", "quotient", ["exact", "exact"], "exact", { rejects: true }),
  define("from_seconds(number)", "fromSeconds", ["exact"], "timestamptz", { rejects: true }),
  define("from_millis(number)", "fromMillis", ["exact"], "timestamptz", { rejects: true }),
  define("from_micros(number)", "fromMicros", ["exact"], "timestamptz", { rejects: true }),
  // The types of these depend on their arguments; functions.ts has the rules.
  define("to_text(value)", "textOf", ["text"], "text"),
  define("nullif(value, unwanted)", "nullIf", ["text", "text"], "text"),
  define("try(value)", "attempt", ["text"], "text"),
  define("reject(message)", "reject", ["text"], "text"),
  define("now()", "now", [], "timestamptz"),
]);

/** Functions of the language that this version does not compile. */
export const NOT_YET: ReadonlySet<string> = new Set(
  (
    "capitalize regex_replace regex_extract split join index_of pad_left pad_right repeat reverse has sign power sqrt " +
    "sum count avg min max first last any all distinct sort flatten to_seconds to_millis parse_time format_time date_of time_of start_of extract " +
    "seconds_between days_between seconds millis minutes hours days keys values entries from_entries pick without merge to_json parse_json " +
    "json_type xml_to_json geo_longitude geo_latitude hash base64_encode base64_decode hex_encode hex_decode url_encode url_decode uuid_v5 random_uuid"
  ).split(" "),
);

interface Extras {
  readonly required?: number;
  readonly rejects?: boolean;
  readonly keepsInexact?: boolean;
}

function define(
  signature: string,
  fn: string,
  params: BuiltIn["params"],
  result: BuiltIn["result"],
  extras: Extras = {},
): [string, BuiltIn] {
  const name = signature.slice(0, signature.indexOf("("));
  const { required = params.length, rejects = false, keepsInexact = false } = extras;
  return [name, { signature, fn, params, result, required, rejects, keepsInexact }];
}
