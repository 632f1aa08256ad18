import type { ColumnPlan, ColumnType, Value } from "../../plan/ir.ts";
import { clockOf, momentOf, plainNumber, utcOf, type Clock, type Moment } from "../constant-parts.ts";
import { constantOf } from "../constants.ts";

/**
 * A constant as a SQL literal, spelled as the runtime's encoders spell values of the column's type: texts are compared by their bytes. By default
 * the one that the column's `into` gives it.
 */
export function constantText(column: ColumnPlan, value: Value = column.value): string {
  const constant = constantOf(value, column.name);
  return constant === null ? "NULL" : (LITERALS[column.type.kind]?.(String(constant)) ?? quoted(String(constant)));
}

/** Of other types the text is the value. */
const LITERALS: Partial<Readonly<Record<ColumnType["kind"], (text: string) => string>>> = {
  smallint: plainNumber,
  int: plainNumber,
  bigint: plainNumber,
  numeric: (text) => quoted(plainNumber(text)),
  real: (text) => Math.fround(Number(text)).toExponential(16),
  double: (text) => Number(text).toExponential(16),
  boolean: (text) => (/^(true|t|yes|y|on|1)$/.test(text) ? "1" : "0"),
  char: (text) => quoted(text.replace(/ +$/, "")),
  uuid: (text) => quoted(text.toLowerCase()),
  bytes: (text) => `X'${Buffer.from(text).toString("hex")}'`,
  json: (text) => quoted(JSON.stringify(text)),
  time: (text) => quoted(withMicros(clockOf(text))),
  timestamp: (text) => quoted(moment(momentOf(text))),
  timestamptz: (text) => quoted(`${moment(utcOf(text))}Z`),
};

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `12:30` is `12:30:00.000000`. */
function withMicros({ seconds, fraction = "" }: Clock): string {
  return `${seconds}.${fraction.padEnd(6, "0")}`;
}

function moment({ date, ...clock }: Moment): string {
  return `${date}T${withMicros(clock)}`;
}
