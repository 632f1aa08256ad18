import type { TableColumn } from "../../destination.ts";
import type { ColumnFacts } from "../schema-facts.ts";

/** `loses`: the server would cut or round without a word. `refuses`: it refuses some values, and those keys go to the dead letters. */
export type Fit =
  { readonly kind: "fits" } | { readonly kind: "refuses" | "loses" | "differs"; readonly reason: string };

const FITS: Fit = { kind: "fits" };
const TEXTS: readonly string[] = ["longtext", "mediumtext", "text", "tinytext", "varchar"];
const BINARIES: readonly string[] = ["longblob", "mediumblob", "blob", "tinyblob", "varbinary"];

/** By .rdi type: the types that hold its values. */
const HOLDERS: Readonly<Record<string, readonly string[]>> = {
  smallint: ["smallint", "mediumint", "int", "bigint", "decimal", "float", "double"],
  int: ["int", "bigint", "decimal", "double"],
  bigint: ["bigint", "decimal"],
  numeric: ["decimal"],
  real: ["float", "double"],
  double: ["double"],
  boolean: ["tinyint"],
  text: TEXTS,
  varchar: TEXTS,
  char: ["char", ...TEXTS],
  date: ["date"],
  time: ["time"],
  timestamp: ["datetime"],
  timestamptz: ["datetime", "timestamp"],
  uuid: ["char", "uuid", ...TEXTS],
  json: ["json", "longtext", "mediumtext", "text"],
  bytes: BINARIES,
};

interface RdiType {
  readonly name: string;
  readonly parameters: readonly number[];
}

/** Whether a stored column takes the values of a column of the .rdi file. */
export function fitOf({ type }: TableColumn, facts: ColumnFacts): Fit {
  const differs: Fit = { kind: "differs", reason: `is ${facts.type} in the table, and ${type} in the .rdi file` };
  const native = nativeName(type);
  if (native !== undefined) return nativeStored(native) === facts.type ? FITS : differs;
  const declared = parse(type);
  if (!(HOLDERS[declared.name] ?? []).includes(facts.base)) return differs;
  if (/\bunsigned\b/.test(facts.type)) return refuses(facts, "numbers below zero are");
  if (facts.base === "json")
    return refuses(
      facts,
      "documents of many levels are (more than 32 in MariaDB, 100 in MySQL, where numbers have the digits of a double)",
    );
  return characterFit(facts) ?? sizeFit(declared, facts);
}

/** Of texts. Bytes of another character set could not be compared with those of a key. */
function characterFit({ collation, type, base }: ColumnFacts): Fit | undefined {
  const set = collation?.name.split("_")[0];
  if (set === undefined || set === "utf8mb4" || set === "binary" || base === "char") return undefined;
  if (NARROWER.has(set))
    return {
      kind: "refuses",
      reason: `has the character set ${set}: characters that it lacks are refused there, and their keys go to the dead letters`,
    };
  return {
    kind: "differs",
    reason: `is ${type} of the character set ${set}, and texts are compared by the bytes of utf8mb4`,
  };
}

const NARROWER: ReadonlySet<string> = new Set(["utf8", "utf8mb3", "ascii"]);

function sizeFit(declared: RdiType, facts: ColumnFacts): Fit {
  switch (facts.base) {
    case "varchar":
    case "char":
      return lengthFit(declared, facts, parse(facts.type).parameters[0] ?? 0);
    case "tinytext":
    case "text":
    case "mediumtext":
      return lengthFit(declared, facts, Math.floor((BYTES[facts.base] ?? 0) / 4));
    case "tinyblob":
    case "blob":
    case "mediumblob":
    case "varbinary":
      return refuses(facts, "longer values are");
    case "decimal":
      return digitsFit(declared, facts);
    case "time":
    case "datetime":
      return secondsFit(facts);
    case "timestamp":
      return secondsFit(facts) === FITS ? refuses(facts, "times before 1970 and from 2038 on are") : secondsFit(facts);
    default:
      return FITS;
  }
}

const BYTES: Readonly<Record<string, number>> = { tinytext: 255, text: 65_535, mediumtext: 16_777_215 };

function lengthFit({ name, parameters: [length] }: RdiType, facts: ColumnFacts, holds: number): Fit {
  const wanted = name === "uuid" ? 36 : (length ?? Infinity);
  return wanted <= holds ? FITS : refuses(facts, "longer texts are");
}

function digitsFit({ name, parameters: [precision, scale = 0] }: RdiType, facts: ColumnFacts): Fit {
  const [stored = 10, behind = 0] = parse(facts.type).parameters;
  const isWhole = name !== "numeric";
  if (!isWhole && (precision === undefined || scale > behind))
    return { kind: "loses", reason: `is ${facts.type} in the table, which would round values without a word` };
  const whole = isWhole ? ({ smallint: 5, int: 10, bigint: 19 }[name] ?? 0) : (precision ?? 0) - scale;
  return whole <= stored - behind ? FITS : refuses(facts, "larger numbers are");
}

function secondsFit({ type }: ColumnFacts): Fit {
  return (parse(type).parameters[0] ?? 0) >= 6
    ? FITS
    : { kind: "loses", reason: `is ${type} in the table, which would round microseconds without a word` };
}

function refuses({ type }: ColumnFacts, what: string): Fit {
  return {
    kind: "refuses",
    reason: `is ${type} in the table: ${what} refused there, and their keys go to the dead letters`,
  };
}

/** The name in CREATE TABLE; `isKey` where it needs a length for an index. */
export function typeName(type: string, isKey = false): string {
  const native = nativeName(type);
  if (native !== undefined) return native;
  if (isKey && KEY_TYPES[type] !== undefined) return KEY_TYPES[type];
  const { name, parameters } = parse(type);
  if (name === "numeric") return `decimal(${parameters.join(",")})`;
  return NAMES[type] ?? type;
}

const NAMES: Readonly<Record<string, string>> = {
  real: "float",
  boolean: "tinyint(1)",
  text: "longtext",
  json: "longtext",
  time: "time(6)",
  timestamp: "datetime(6)",
  timestamptz: "datetime(6)",
  uuid: "char(36) CHARACTER SET ascii COLLATE ascii_bin",
  bytes: "longblob",
};

const KEY_TYPES: Readonly<Record<string, string>> = { text: "varchar(255)", bytes: "varbinary(255)" };

function nativeName(type: string): string | undefined {
  return /^native\(\s*"(.*)"\s*\)$/s.exec(type)?.[1]?.replaceAll('\\"', '"');
}

/** As information_schema has it. */
function nativeStored(name: string): string {
  const type = name
    .trim()
    .replaceAll(/\s*,\s*/g, ",")
    .replaceAll(/\s*\(\s*/g, "(")
    .replaceAll(/\s*\)/g, ")");
  const [, word = type, rest = ""] = /^(\w+)(.*)$/s.exec(type) ?? [];
  const lower = word.toLowerCase();
  if (rest.startsWith("(")) return lower + rest;
  return `${lower === "integer" ? "int" : lower}${/unsigned$/i.test(rest) ? " unsigned" : ""}`;
}

function parse(type: string): RdiType {
  const [, name = type, inner = ""] = /^(\w+)\s*(?:\(([\d\s,]*)\))?/s.exec(type) ?? [];
  return { name, parameters: inner === "" ? [] : inner.split(",").map(Number) };
}
