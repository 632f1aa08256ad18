import type { TableColumn } from "../../destination.ts";
import type { ColumnFacts } from "../schema-facts.ts";

/** `loses`: PostgreSQL would cut or round without a word. `refuses`: it refuses some values, and those keys go to the dead letters. */
export type Fit =
  { readonly kind: "fits" } | { readonly kind: "refuses" | "loses" | "differs"; readonly reason: string };

const FITS: Fit = { kind: "fits" };

/** By .rdi type: the types of PostgreSQL that hold each of its values, by the name in pg_type. */
const HOLDERS: Readonly<Record<string, readonly string[]>> = {
  smallint: ["int2", "int4", "int8", "numeric", "float4", "float8"],
  int: ["int4", "int8", "numeric", "float8"],
  bigint: ["int8", "numeric"],
  numeric: ["numeric"],
  real: ["float4", "float8"],
  double: ["float8"],
  boolean: ["bool"],
  text: ["text", "varchar"],
  varchar: ["text", "varchar"],
  char: ["bpchar", "text", "varchar"],
  date: ["date"],
  time: ["time"],
  timestamp: ["timestamp"],
  timestamptz: ["timestamptz"],
  uuid: ["uuid"],
  json: ["json", "jsonb"],
  bytes: ["bytea"],
};

interface RdiType {
  readonly name: string;
  readonly parameters: readonly number[];
}

/** What the length, precision or scale of a type of PostgreSQL does to the values. */
const MODIFIERS: Readonly<Record<string, (declared: RdiType, facts: ColumnFacts) => Fit>> = {
  bpchar: lengthFit,
  varchar: lengthFit,
  numeric: digitsFit,
  time: secondsFit,
  timestamp: secondsFit,
  timestamptz: secondsFit,
};

/** Whether a column of PostgreSQL takes the values of a column of the .rdi file. `native` is compared elsewhere. */
export function fitOf({ type }: TableColumn, facts: ColumnFacts): Fit {
  const declared = parse(type);
  const holders = HOLDERS[declared.name];
  if (holders === undefined || !holders.includes(facts.base)) {
    return { kind: "differs", reason: `is ${facts.type} in the table, and ${type} in the .rdi file` };
  }
  return MODIFIERS[facts.base]?.(declared, facts) ?? FITS;
}

/** The name in CREATE TABLE. */
export function typeName(type: string): string {
  const native = /^native\(\s*"(.*)"\s*\)$/s.exec(type)?.[1];
  if (native !== undefined) return native;
  return { double: "double precision", bytes: "bytea" }[type] ?? type;
}

/** The type that `native("…")` names. */
export function nativeName(type: string): string | undefined {
  return type.startsWith("native") ? typeName(type) : undefined;
}

function parse(type: string): RdiType {
  const [, name = type, inner = ""] = /^(\w+)\s*(?:\((.*)\))?$/s.exec(type) ?? [];
  return { name, parameters: inner === "" ? [] : inner.split(",").map(Number) };
}

function lengthFit({ parameters: [length] }: RdiType, { base, modifier, type }: ColumnFacts): Fit {
  const holds = modifier - 4;
  if (modifier < 0 || (length !== undefined && length <= holds)) return FITS;
  return base === "bpchar"
    ? { kind: "loses", reason: `is ${type} in the table, which is shorter` }
    : {
        kind: "refuses",
        reason: `is ${type} in the table: longer texts are refused there, and their keys go to the dead letters`,
      };
}

/** The scale is an 11-bit signed number since PostgreSQL 15, and never negative before. */
function digitsFit({ name, parameters: [precision, scale = 0] }: RdiType, { modifier, type }: ColumnFacts): Fit {
  if (modifier < 0) return FITS;
  const holds = { precision: ((modifier - 4) >> 16) & 0xffff, scale: (((modifier - 4) & 0x7ff) ^ 1024) - 1024 };
  const isWhole = name !== "numeric";
  if (isWhole ? holds.scale < 0 : precision === undefined || scale > holds.scale) {
    return { kind: "loses", reason: `is ${type} in the table, which would round values without a word` };
  }
  const whole = isWhole ? ({ smallint: 5, int: 10, bigint: 19 }[name] ?? 0) : (precision ?? 0) - scale;
  if (whole <= holds.precision - holds.scale) return FITS;
  return {
    kind: "refuses",
    reason: `is ${type} in the table: larger numbers are refused there, and their keys go to the dead letters`,
  };
}

function secondsFit(_: RdiType, { modifier, type }: ColumnFacts): Fit {
  return modifier < 0 || modifier >= 6
    ? FITS
    : { kind: "loses", reason: `is ${type} in the table, which would round microseconds without a word` };
}
