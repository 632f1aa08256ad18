import { REGEX } from "./module-constants.ts";
import type { ConstantKind } from "./module-constants.ts";
import type { ScalarKind } from "./types.ts";

/**
 * What a parameter takes. `number` takes exact numbers and doubles, and a result `number` follows the first one; `content` takes bytes as they
 * are and everything else as text.
 */
export type Param = ScalarKind | "number" | "content" | ConstantKind | Words;

/** One of some words in quotes. */
export interface Words {
  readonly what: string;
  readonly words: readonly string[];
}

/** A built-in function that the table alone describes. */
export interface BuiltIn {
  readonly signature: string;
  readonly params: readonly Param[];
  /** How many parameters can't be left out. */
  readonly required: number;
  readonly result: ScalarKind | "number";
  /** The runtime's function. */
  readonly fn: string;
  readonly rejects: boolean;
  /** What becomes of numbers without an end: passed on, cut off, or made by the function itself. */
  readonly inexact: "keeps" | "rounds" | "makes";
  /** Whether the result can be null though no argument is. */
  readonly nullable: boolean;
}

const MODES: Words = {
  what: "a rounding mode",
  words: ["half_up", "half_even", "half_down", "up", "down", "ceiling", "floor"],
};
const ALGORITHMS: Words = {
  what: "a hash algorithm",
  words: "md5 sha1 sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512 blake2b blake2s".split(" "),
};

/** By the parameters' kinds the checker converts the arguments, so a function needs nothing but its line here and its code in the runtime. */
const PLAIN: readonly (readonly [string, BuiltIn])[] = [
  define("lower(text)", "lower", ["text"], "text"),
  define("upper(text)", "upper", ["text"], "text"),
  define("trim(text)", "trim", ["text"], "text"),
  define("ltrim(text)", "ltrim", ["text"], "text"),
  define("rtrim(text)", "rtrim", ["text"], "text"),
  define("capitalize(text)", "capitalize", ["text"], "text"),
  define("length(text)", "length", ["text"], "exact"),
  define("left(text, count)", "left", ["text", "exact"], "text"),
  define("right(text, count)", "right", ["text", "exact"], "text"),
  define("mid(text, from, count)", "mid", ["text", "exact", "exact"], "text"),
  define("replace(text, wanted, replacement)", "replace", ["text", "text", "text"], "text"),
  define("regex_replace(text, pattern, replacement)", "regexReplace", ["text", REGEX, "text"], "text"),
  define("starts_with(text, start)", "startsWith", ["text", "text"], "boolean"),
  define("ends_with(text, end)", "endsWith", ["text", "text"], "boolean"),
  define("contains(text, part)", "contains", ["text", "text"], "boolean"),
  define("index_of(text, part)", "indexOf", ["text", "text"], "exact", { nullable: true }),
  define("pad_left(text, width, fill)", "padLeft", ["text", "exact", "text"], "text", { required: 2, rejects: true }),
  define("pad_right(text, width, fill)", "padRight", ["text", "exact", "text"], "text", { required: 2, rejects: true }),
  define("repeat(text, count)", "repeat", ["text", "exact"], "text", { rejects: true }),
  define("reverse(text)", "reverse", ["text"], "text"),
  define("abs(number)", "abs", ["number"], "number", { inexact: "keeps" }),
  define("sign(number)", "sign", ["number"], "number"),
  define("round(number, digits, mode)", "round", ["number", "exact", MODES], "number", { required: 1 }),
  define("floor(number)", "floor", ["number"], "number"),
  define("ceil(number)", "ceil", ["number"], "number"),
  define("trunc(number)", "trunc", ["number"], "number"),
  define("div(dividend, divisor)", "quotient", ["exact", "exact"], "exact", { rejects: true }),
  define("power(base, exponent)", "power", ["number", "number"], "number", { rejects: true, inexact: "makes" }),
  define("sqrt(number)", "sqrt", ["number"], "number", { rejects: true, inexact: "makes" }),
  define("from_seconds(number)", "fromSeconds", ["exact"], "timestamptz", { rejects: true }),
  define("from_millis(number)", "fromMillis", ["exact"], "timestamptz", { rejects: true }),
  define("from_micros(number)", "fromMicros", ["exact"], "timestamptz", { rejects: true }),
  define("to_seconds(timestamptz)", "toSeconds", ["timestamptz"], "exact"),
  define("to_millis(timestamptz)", "toMillis", ["timestamptz"], "exact"),
  define("seconds(number)", "seconds", ["exact"], "duration", { rejects: true }),
  define("millis(number)", "millis", ["exact"], "duration", { rejects: true }),
  define("minutes(number)", "minutes", ["exact"], "duration", { rejects: true }),
  define("hours(number)", "hours", ["exact"], "duration", { rejects: true }),
  define("days(number)", "days", ["exact"], "duration", { rejects: true }),
  define("hash(value, algorithm)", "digest", ["content", ALGORITHMS], "text", { rejects: true }),
  define("base64_encode(value)", "base64Encode", ["content"], "text", { rejects: true }),
  define("base64_decode(text)", "base64Decode", ["text"], "bytes", { rejects: true }),
  define("hex_encode(value)", "hexEncode", ["content"], "text", { rejects: true }),
  define("hex_decode(text)", "hexDecode", ["text"], "bytes", { rejects: true }),
  define("url_encode(value)", "urlEncode", ["content"], "text", { rejects: true }),
  define("url_decode(text)", "urlDecode", ["text"], "text", { rejects: true }),
  define("uuid_v5(namespace, name)", "uuidV5", ["uuid", "text"], "uuid", { rejects: true }),
  define("random_uuid()", "randomUuid", [], "uuid"),
  define("geo_longitude(score)", "geoLongitude", ["double"], "double", { rejects: true }),
  define("geo_latitude(score)", "geoLatitude", ["double"], "double", { rejects: true }),
  define("to_json(value)", "toJson", ["json"], "text"),
  define("parse_json(text)", "parseJson", ["text"], "json", { rejects: true, nullable: true }),
  define("json_type(value)", "jsonType", ["json"], "text"),
  define("xml_to_json(text)", "xmlToJson", ["text"], "json", { rejects: true }),
];

/** Functions whose types depend on their arguments: how they are called. `functions.ts` and its neighbours have the rules. */
const BY_RULE: readonly string[] = [
  "to_text(value)",
  "nullif(value, unwanted)",
  "try(value)",
  "reject(message)",
  "now()",
  "parse_time(text, format, zone)",
  "format_time(timestamptz, format, zone)",
  "date_of(time, zone)",
  "time_of(time, zone)",
  "start_of(time, unit, zone)",
  "extract(time, part, zone)",
  "seconds_between(from, until)",
  "days_between(from, until)",
  "has(object, name)",
  "split(text, separator)",
  "join(list, separator)",
  "regex_extract(text, pattern, group)",
  "sum(list)",
  "count(list)",
  "avg(list)",
  "min(list)",
  "max(list)",
  "first(list)",
  "last(list)",
  "any(list)",
  "all(list)",
  "distinct(list)",
  "sort(list)",
  "flatten(list)",
  "keys(object)",
  "values(object)",
  "entries(object)",
  "from_entries(list)",
  "pick(object, names)",
  "without(object, names)",
  "merge(object, other)",
];

export const BUILT_INS: ReadonlyMap<string, BuiltIn> = new Map(PLAIN);

/** How each built-in function is called, by its name. */
export const SIGNATURES: ReadonlyMap<string, string> = new Map([
  ...PLAIN.map(([name, { signature }]) => [name, signature] as const),
  ...BY_RULE.map((signature) => [signature.slice(0, signature.indexOf("(")), signature] as const),
]);

interface Extras {
  readonly required?: number;
  readonly rejects?: boolean;
  readonly inexact?: BuiltIn["inexact"];
  readonly nullable?: boolean;
}

function define(
  signature: string,
  fn: string,
  params: BuiltIn["params"],
  result: BuiltIn["result"],
  extras: Extras = {},
): [string, BuiltIn] {
  const name = signature.slice(0, signature.indexOf("("));
  const { required = params.length, rejects = false, inexact = "rounds", nullable = false } = extras;
  return [name, { signature, fn, params, result, required, rejects, inexact, nullable }];
}

export function isConstantKind(param: Param): param is ConstantKind {
  return typeof param === "object" && "fn" in param;
}

export function isWords(param: Param): param is Words {
  return typeof param === "object" && "words" in param;
}
