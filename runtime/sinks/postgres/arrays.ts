import type { Exact } from "../../values/exact.ts";
import type { Instant, LocalDate, LocalDateTime, LocalTime } from "../../values/instant.ts";
import type { Json } from "../../values/json.ts";
import { jsonText } from "../../values/json-text.ts";
import { formatDate, formatInstant, formatTime, formatTimestamp } from "../../values/time-format.ts";

/*
 * Columns of a batch as PostgreSQL array literals, `{1,2,NULL}`: one text parameter a column, so that a statement has one plan whatever the
 * batch size. Generated code calls these by the column's type. https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */

type Column<Value> = readonly (Value | null)[];

export function smallint(values: Column<number>): string {
  return literal(values, String);
}

export function int(values: Column<number>): string {
  return literal(values, String);
}

export function bigint(values: Column<bigint>): string {
  return literal(values, String);
}

/** In plain notation, every digit. */
export function numeric(values: Column<Exact>): string {
  return literal(values, plain);
}

export function real(values: Column<number>): string {
  return literal(values, float);
}

export function double(values: Column<number>): string {
  return literal(values, float);
}

export function boolean(values: Column<boolean>): string {
  return literal(values, flag);
}

/** Also for varchar, char, uuid and native. */
export function text(values: Column<string>): string {
  return literal(values, quoted);
}

export function json(values: Column<Json>): string {
  return literal(values, jsonElement);
}

export function date(values: Column<LocalDate>): string {
  return literal(values, dateText);
}

export function time(values: Column<LocalTime>): string {
  return literal(values, timeText);
}

export function timestamp(values: Column<LocalDateTime>): string {
  return literal(values, timestampText);
}

export function timestamptz(values: Column<Instant>): string {
  return literal(values, instantText);
}

export function bytes(values: Column<Buffer>): string {
  return literal(values, hex);
}

function literal<Value>(values: Column<Value>, show: (value: Value) => string): string {
  let out = "{";
  let separator = "";
  for (const value of values) {
    out += value === null ? `${separator}NULL` : separator + show(value);
    separator = ",";
  }
  return `${out}}`;
}

function plain(value: Exact): string {
  return value.toFixed();
}

/** The shortest digits that denote the number. String(-0) is "0", which would lose the sign. */
function float(value: number): string {
  return value === 0 && Object.is(value, -0) ? "-0" : String(value);
}

function flag(value: boolean): string {
  return value ? "t" : "f";
}

const SPECIAL = /["\\]/;
const EVERY_SPECIAL = /["\\]/g;

/** Within double quotes only these two characters are special; NULL, braces, commas, spaces and the empty string stand for themselves. */
function quoted(value: string): string {
  return SPECIAL.test(value) ? `"${value.replace(EVERY_SPECIAL, "\\$&")}"` : `"${value}"`;
}

function jsonElement(value: Json): string {
  return quoted(jsonText(value));
}

function dateText(value: LocalDate): string {
  return `"${formatDate(value)}"`;
}

function timeText(value: LocalTime): string {
  return `"${formatTime(value)}"`;
}

function timestampText(value: LocalDateTime): string {
  return `"${formatTimestamp(value)}"`;
}

function instantText(value: Instant): string {
  return `"${formatInstant(value)}"`;
}

function hex(value: Buffer): string {
  return `"\\\\x${value.toString("hex")}"`;
}
