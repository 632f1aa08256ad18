import { decimalOf } from "../../check/decimals.ts";
import type { ColumnPlan, ColumnType, Value } from "../../plan/ir.ts";
import { constantOf } from "../constants.ts";

/**
 * A constant as an SQL literal, spelled as the runtime's encoders spell values of the column's type: an ISO time with a zone is no time here, nor is
 * `off` a boolean. By default the one that the column's `into` gives it.
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
  numeric: plainNumber,
  real: (text) => Math.fround(Number(text)).toExponential(16),
  double: (text) => Number(text).toExponential(16),
  boolean: (text) => (/^(true|t|yes|y|on|1)$/.test(text) ? "1" : "0"),
  char: (text) => quoted(text.replace(/ +$/, "")),
  uuid: (text) => quoted(text.toLowerCase()),
  bytes: (text) => `X'${hex(text)}'`,
  json: (text) => quoted(JSON.stringify(text)),
  time: (text) => quoted(withSeconds(text)),
  timestamp: (text) => quoted(moment(text)),
  timestamptz: (text) => quoted(instant(text)),
};

/** A backslash may mean itself or not, as `sql_mode` has it, so a text that has one is written by its bytes. */
function quoted(text: string): string {
  return text.includes("\\") ? `_utf8mb4 X'${hex(text)}'` : `'${text.replaceAll("'", "''")}'`;
}

function hex(text: string): string {
  return Buffer.from(text).toString("hex");
}

/** With an exponent it would be a double. */
function plainNumber(text: string): string {
  const decimal = decimalOf(text);
  if (decimal === undefined) return text;
  const digits = String(decimal.digits).padStart(decimal.scale + 1, "0");
  const whole = digits.slice(0, digits.length - decimal.scale);
  const fraction = decimal.scale === 0 ? "" : `.${digits.slice(-decimal.scale)}`;
  return `${decimal.negative ? "-" : ""}${whole}${fraction}`;
}

/** `12:30` is `12:30:00`. */
function withSeconds(clock: string): string {
  const [time = "", fraction] = clock.split(".");
  return `${time.length === 5 ? `${time}:00` : time}${fraction === undefined ? "" : `.${fraction.slice(0, 6)}`}`;
}

function moment(text: string): string {
  return `${text.slice(0, 10)} ${withSeconds(text.slice(11))}`;
}

/** In UTC. An offset has whole minutes, so the fraction stays. */
function instant(text: string): string {
  const [, local = text, sign, hours = "00", minutes = "00"] =
    /^(.*?)(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/.exec(text) ?? [];
  const [seconds = "", fraction] = moment(local).split(".");
  const ahead = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const utc = new Date(Date.parse(`${seconds.replace(" ", "T")}Z`) - ahead).toISOString();
  return `${utc.slice(0, 10)} ${utc.slice(11, 19)}${fraction === undefined ? "" : `.${fraction}`}`;
}
