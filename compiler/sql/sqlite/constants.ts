import { decimalOf } from "../../check/decimals.ts";
import type { ColumnPlan, ColumnType, Value } from "../../plan/ir.ts";
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
  smallint: integer,
  int: integer,
  bigint: integer,
  numeric: (text) => quoted(plainNumber(text)),
  real: (text) => Math.fround(Number(text)).toExponential(16),
  double: (text) => Number(text).toExponential(16),
  boolean: (text) => (/^(true|t|yes|y|on|1)$/.test(text) ? "1" : "0"),
  char: (text) => quoted(text.replace(/ +$/, "")),
  uuid: (text) => quoted(text.toLowerCase()),
  bytes: (text) => `X'${Buffer.from(text).toString("hex")}'`,
  json: (text) => quoted(JSON.stringify(text)),
  time: (text) => quoted(withMicros(text)),
  timestamp: (text) => quoted(moment(text)),
  timestamptz: (text) => quoted(instant(text)),
};

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function integer(text: string): string {
  return plainNumber(text);
}

/** `1.50` is `1.5`, and `1e2` is `100`. */
function plainNumber(text: string): string {
  const decimal = decimalOf(text);
  if (decimal === undefined) return text;
  const digits = String(decimal.digits).padStart(decimal.scale + 1, "0");
  const whole = digits.slice(0, digits.length - decimal.scale);
  const fraction = decimal.scale === 0 ? "" : `.${digits.slice(-decimal.scale)}`;
  return `${decimal.negative ? "-" : ""}${whole}${fraction}`;
}

/** `12:30` is `12:30:00.000000`. */
function withMicros(clock: string): string {
  const [time = "", fraction = ""] = clock.split(".");
  return `${time.length === 5 ? `${time}:00` : time}.${fraction.slice(0, 6).padEnd(6, "0")}`;
}

function moment(text: string): string {
  return `${text.slice(0, 10)}T${withMicros(text.slice(11))}`;
}

/** In UTC. An offset has whole minutes, so the fraction stays. */
function instant(text: string): string {
  const [, local = text, sign, hours = "00", minutes = "00"] =
    /^(.*?)(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/.exec(text) ?? [];
  const [seconds = "", fraction = ""] = moment(local).split(".");
  const ahead = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return `${new Date(Date.parse(`${seconds}Z`) - ahead).toISOString().slice(0, 19)}.${fraction}Z`;
}
