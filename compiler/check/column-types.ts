import type { NumberLiteral, TypeRef } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { ColumnType } from "../plan/ir.ts";
import type { Sink } from "./sink.ts";

const PLAIN = [
  "smallint",
  "int",
  "bigint",
  "real",
  "double",
  "boolean",
  "text",
  "uuid",
  "bytes",
  "json",
  "date",
  "time",
  "timestamp",
  "timestamptz",
] as const;
const WITH_ARGUMENTS = ["numeric", "varchar", "char", "native"] as const;
const ALL: readonly string[] = [...PLAIN, ...WITH_ARGUMENTS];

/** The largest that any target has; each says its own in its dialect's `typeProblem`. */
const longestText = 10_485_760;
const largestPrecision = 1000;

/** The type that a file names, or undefined when it was reported. */
export function columnTypeOf(type: TypeRef, sink: Sink): ColumnType | undefined {
  const name = type.name.text;
  const plain = PLAIN.find((known) => known === name);
  if (plain !== undefined) {
    if (type.args.length === 0) return { kind: plain };
    return wrongArguments(type, "takes no arguments", sink);
  }
  if (name === "varchar" || name === "char") return textType(name, type, sink);
  if (name === "numeric") return numericType(type, sink);
  if (name === "native") return nativeType(type, sink);
  sink.report("RDI2003", type.name.span, { name, near: suggest(name, ALL).concat(alias(name)) });
  return undefined;
}

/** As written in a file: `numeric(12,2)`. */
export function typeText(type: ColumnType): string {
  switch (type.kind) {
    case "numeric":
      return type.precision === undefined ? "numeric" : `numeric(${type.precision},${type.scale ?? 0})`;
    case "varchar":
    case "char":
      return `${type.kind}(${type.length})`;
    case "native":
      return `native("${type.name}")`;
    default:
      return type.kind;
  }
}

/** The spellings that other systems use. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["integer", "int"],
  ["int4", "int"],
  ["int2", "smallint"],
  ["int8", "bigint"],
  ["decimal", "numeric"],
  ["float", "double"],
  ["float4", "real"],
  ["float8", "double"],
  ["bool", "boolean"],
  ["string", "text"],
  ["bytea", "bytes"],
  ["blob", "bytes"],
  ["datetime", "timestamp"],
  ["jsonb", "json"],
  ["character", "char"],
]);

function alias(name: string): readonly string[] {
  const known = ALIASES.get(name.toLowerCase());
  return known === undefined || suggest(name, ALL).includes(known) ? [] : [known];
}

function textType(kind: "varchar" | "char", type: TypeRef, sink: Sink): ColumnType | undefined {
  const [length] = integers(type);
  if (type.args.length === 1 && length !== undefined && length >= 1 && length <= longestText) return { kind, length };
  return wrongArguments(type, `takes a length from 1 to ${longestText}`, sink);
}

/** What may stand between the quotes is the business of the target's dialect. */
function nativeType(type: TypeRef, sink: Sink): ColumnType | undefined {
  const [arg] = type.args;
  const parts = arg?.kind === "string" ? arg.parts : [];
  const name = parts.map((part) => (part.kind === "text" ? part.text : "\0")).join("");
  if (type.args.length !== 1 || arg?.kind !== "string")
    return wrongArguments(
      type,
      'takes the name of one of the target\'s types in quotes, such as `native("citext")`',
      sink,
    );
  return { kind: "native", name };
}

function numericType(type: TypeRef, sink: Sink): ColumnType | undefined {
  if (type.args.length === 0) return { kind: "numeric", precision: undefined, scale: undefined };
  const [precision, scale = 0] = integers(type);
  const fits = precision !== undefined && precision >= 1 && precision <= largestPrecision && scale <= precision;
  if (fits && type.args.length <= 2 && integers(type).length === type.args.length)
    return { kind: "numeric", precision, scale };
  return wrongArguments(
    type,
    `takes a precision from 1 to ${largestPrecision} and a scale from 0 to the precision`,
    sink,
  );
}

function integers(type: TypeRef): readonly number[] {
  return type.args
    .filter((arg): arg is NumberLiteral => arg.kind === "number" && /^\d{1,9}$/.test(arg.text))
    .map((arg) => Number(arg.text));
}

function wrongArguments(type: TypeRef, expected: string, sink: Sink): undefined {
  sink.report("RDI2027", type.span, { type: type.name.text, expected });
}
