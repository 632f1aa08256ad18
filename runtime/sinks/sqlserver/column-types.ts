import type { TableColumn } from "../../destination.ts";
import type { ColumnFacts } from "../schema-facts.ts";

/** `loses`: SQL Server would cut, round or replace without a word. `refuses`: it refuses some values, and those keys go to the dead letters. */
export type Fit =
  { readonly kind: "fits" } | { readonly kind: "refuses" | "loses" | "differs"; readonly reason: string };

const FITS: Fit = { kind: "fits" };

/** By .rdi type: the types of SQL Server that hold each of its values. */
const HOLDERS: Readonly<Record<string, readonly string[]>> = {
  smallint: ["smallint", "int", "bigint", "decimal", "numeric", "real", "float"],
  int: ["int", "bigint", "decimal", "numeric", "float"],
  bigint: ["bigint", "decimal", "numeric"],
  numeric: ["decimal", "numeric"],
  real: ["real", "float"],
  double: ["float"],
  boolean: ["bit"],
  text: ["nvarchar"],
  varchar: ["nvarchar"],
  char: ["nchar", "nvarchar"],
  date: ["date"],
  time: ["time"],
  timestamp: ["datetime2"],
  timestamptz: ["datetimeoffset", "datetime2"],
  uuid: ["uniqueidentifier"],
  json: ["nvarchar"],
  bytes: ["varbinary"],
};

interface ServerType {
  readonly name: string;
  /** Infinity for `max`. */
  readonly parameters: readonly number[];
}

const MODIFIERS: Readonly<Record<string, (declared: ServerType, stored: ServerType, facts: ColumnFacts) => Fit>> = {
  nchar: lengthFit,
  nvarchar: lengthFit,
  varbinary: lengthFit,
  decimal: digitsFit,
  numeric: digitsFit,
  time: secondsFit,
  datetime2: secondsFit,
  datetimeoffset: secondsFit,
};

/** Whether a column of SQL Server takes the values of a column of the .rdi file. */
export function fitOf({ type }: TableColumn, facts: ColumnFacts): Fit {
  const stored = parse(facts.stored);
  const native = nativeName(type);
  if (native !== undefined) return nativeFit(parse(native), stored, differs(type, facts));
  const declared = parse(type);
  if (["text", "varchar", "char", "json"].includes(declared.name) && /^(var)?char$/.test(stored.name)) {
    return {
      kind: "loses",
      reason: `is ${facts.type} in the table: characters that its code page lacks would become others without a word`,
    };
  }
  if (HOLDERS[declared.name]?.includes(stored.name) !== true) return differs(type, facts);
  return MODIFIERS[stored.name]?.(declared, stored, facts) ?? FITS;
}

function differs(type: string, facts: ColumnFacts): Fit {
  return { kind: "differs", reason: `is ${facts.type} in the table, and ${type} in the .rdi file` };
}

function nativeFit(wanted: ServerType, stored: ServerType, otherwise: Fit): Fit {
  const same = wanted.parameters.length === 0 || wanted.parameters.join() === stored.parameters.join();
  return wanted.name === stored.name && same ? FITS : otherwise;
}

/** The name in CREATE TABLE; `compared` for columns of a key, which an index has to hold. */
export function typeName(type: string, use: "compared" | "carried" = "carried"): string {
  const native = nativeName(type);
  if (native !== undefined) return native;
  const { name, parameters } = parse(type);
  const [length = Infinity] = parameters;
  switch (name) {
    case "text":
    case "varchar":
    case "json":
      return `nvarchar(${length <= LONGEST_TEXT ? length : use === "compared" ? LONGEST_KEY : "max"})`;
    case "char":
      return `nchar(${length})`;
    case "bytes":
      return use === "compared" ? `varbinary(${2 * LONGEST_KEY})` : "varbinary(max)";
    case "numeric":
      return `decimal(${parameters.join(",")})`;
    default:
      return NAMES[name] ?? type;
  }
}

const LONGEST_TEXT = 4000;
/** As many UTF-16 units as fit into a primary key. */
const LONGEST_KEY = 450;

const NAMES: Readonly<Record<string, string>> = {
  double: "float",
  boolean: "bit",
  uuid: "uniqueidentifier",
  time: "time(6)",
  timestamp: "datetime2(6)",
  timestamptz: "datetimeoffset(6)",
};

/** The type that `native("…")` names. */
export function nativeName(type: string): string | undefined {
  return /^native\(\s*"(.*)"\s*\)$/s.exec(type)?.[1];
}

function parse(type: string): ServerType {
  const [, name = type, inner = ""] = /^(\w+)\s*(?:\((.*)\))?$/s.exec(type.trim()) ?? [];
  const parameters = inner === "" ? [] : inner.split(",").map((text) => (/max/i.test(text) ? Infinity : Number(text)));
  return { name: name.toLowerCase(), parameters };
}

/** A text of a key has to have a length; where it is as long as a primary key's, nothing is said. */
function lengthFit(
  { parameters: [length = Infinity] }: ServerType,
  { name, parameters: [holds = 1] }: ServerType,
  { type, deterministic, collation }: ColumnFacts,
): Fit {
  if (length <= holds) return FITS;
  const isKey = deterministic && (collation !== null || name === "varbinary");
  if (length === Infinity && isKey && holds >= (name === "varbinary" ? 2 * LONGEST_KEY : LONGEST_KEY)) return FITS;
  return name === "nchar"
    ? { kind: "loses", reason: `is ${type} in the table, which is shorter` }
    : {
        kind: "refuses",
        reason: `is ${type} in the table: longer values are refused there, and their keys go to the dead letters`,
      };
}

function digitsFit(declared: ServerType, stored: ServerType, { type }: ColumnFacts): Fit {
  const [precision = 18, scale = 0] = stored.parameters;
  const isWhole = declared.name !== "numeric";
  const [wanted = Infinity, wantedScale = 0] = isWhole ? [WHOLE[declared.name] ?? 0] : declared.parameters;
  if (wantedScale > scale)
    return { kind: "loses", reason: `is ${type} in the table, which would round values without a word` };
  if (wanted - wantedScale <= precision - scale) return FITS;
  return {
    kind: "refuses",
    reason: `is ${type} in the table: larger numbers are refused there, and their keys go to the dead letters`,
  };
}

const WHOLE: Readonly<Record<string, number>> = { smallint: 5, int: 10, bigint: 19 };

function secondsFit(_: ServerType, { parameters: [digits = 7] }: ServerType, { type }: ColumnFacts): Fit {
  return digits >= 6
    ? FITS
    : { kind: "loses", reason: `is ${type} in the table, which would round microseconds without a word` };
}
