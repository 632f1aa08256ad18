import type { ColumnPlan, ColumnType, Value } from "../../plan/ir.ts";
import { clockOf, momentOf, plainNumber, utcOf, type Clock, type Moment } from "../constant-parts.ts";
import { constantOf } from "../constants.ts";

/**
 * A constant as an SQL literal, spelled as the runtime's encoders spell values of the column's type: an ISO time with a zone is no time here, nor is
 * `off` a boolean. By default the one that the column's `into` gives it.
 */
export function constantText(column: ColumnPlan, value: Value = column.value): string {
  const constant = constantOf(value, column.name);
  return constant === null ? "NULL" : (LITERALS[column.type.kind]?.(String(constant)) ?? quoted(String(constant)));
}

/** Of other types the text is the value. With an exponent a number would be a double. */
const LITERALS: Partial<Readonly<Record<ColumnType["kind"], (text: string) => string>>> = {
  smallint: plainNumber,
  int: plainNumber,
  bigint: plainNumber,
  numeric: plainNumber,
  real: (text) => Math.fround(Number(text)).toExponential(16),
  double: (text) => Number(text).toExponential(16),
  boolean: (text) => (/^(true|t|yes|y|on|1)$/.test(text) ? "1" : "0"),
  char: (text) => quoted(text.replace(/ +$/, "")),
  uuid: (text) => quoted(text.toLowerCase()),
  bytes: (text) => `X'${hex(text)}'`,
  json: (text) => quoted(JSON.stringify(text)),
  time: (text) => quoted(withSeconds(clockOf(text))),
  timestamp: (text) => quoted(moment(momentOf(text))),
  timestamptz: (text) => quoted(moment(utcOf(text))),
};

/** A backslash may mean itself or not, as `sql_mode` has it, so a text that has one is written by its bytes. */
function quoted(text: string): string {
  return text.includes("\\") ? `_utf8mb4 X'${hex(text)}'` : `'${text.replaceAll("'", "''")}'`;
}

function hex(text: string): string {
  return Buffer.from(text).toString("hex");
}

/** `12:30` is `12:30:00`. */
function withSeconds({ seconds, fraction }: Clock): string {
  return `${seconds}${fraction === undefined ? "" : `.${fraction}`}`;
}

function moment({ date, ...clock }: Moment): string {
  return `${date} ${withSeconds(clock)}`;
}
