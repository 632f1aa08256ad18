import type { Exact } from "../../values/exact.ts";
import type { Instant, LocalDate, LocalDateTime, LocalTime } from "../../values/instant.ts";
import type { Json } from "../../values/json.ts";
import { jsonText } from "../../values/json-text.ts";
import { isoDate, isoTime, isoTimestamp } from "../../values/time-format.ts";
import { SinkError } from "../sink.ts";

/*
 * Columns of a batch as lists of JSON texts, of which documents of rows are made: a statement reads one with json_each, six times as fast as
 * it would run once a row. Generated code calls these by the column's type. https://sqlite.org/json1.html
 */

/** One JSON text a row. */
export type Cells = readonly string[];

type Column<Value> = readonly (Value | null)[];

export function smallint(values: Column<number>): Cells {
  return cells(values, String);
}

export function int(values: Column<number>): Cells {
  return cells(values, String);
}

/** SQLite reads integers of 64 bits exactly. */
export function bigint(values: Column<bigint>): Cells {
  return cells(values, String);
}

/** Text in plain notation, without zeros at its end: SQLite's own numbers are floats. */
export function numeric(values: Column<Exact>): Cells {
  return cells(values, plain);
}

export function real(values: Column<number>): Cells {
  return cells(values, float);
}

export function double(values: Column<number>): Cells {
  return cells(values, float);
}

/** There is no type for them. */
export function boolean(values: Column<boolean>): Cells {
  return cells(values, flag);
}

/** Also for varchar, char and uuid. */
export function text(values: Column<string>): Cells {
  return cells(values, quoted);
}

export function json(values: Column<Json>): Cells {
  return cells(values, document);
}

export function date(values: Column<LocalDate>): Cells {
  return cells(values, dateText);
}

export function time(values: Column<LocalTime>): Cells {
  return cells(values, timeText);
}

export function timestamp(values: Column<LocalDateTime>): Cells {
  return cells(values, timestampText);
}

export function timestamptz(values: Column<Instant>): Cells {
  return cells(values, instantText);
}

/** In hexadecimal digits, which the statement turns into bytes. */
export function bytes(values: Column<Buffer>): Cells {
  return cells(values, hex);
}

function cells<Value>(values: Column<Value>, show: (value: Value) => string): Cells {
  return values.map((value) => (value === null ? "null" : show(value)));
}

function plain(value: Exact): string {
  return value.isZero() ? '"0"' : `"${value.toFixed()}"`;
}

/**
 * SQLite reads the shortest digits of one double in ten thousand wrongly, and 17 digits always rightly; with an exponent they are no integer. A NaN
 * would become NULL; an infinity is what it reads where a number is too large.
 */
function float(value: number): string {
  if (Number.isNaN(value)) throw refused("NaN can't be stored: SQLite makes NULL of it");
  if (Number.isFinite(value)) return value.toExponential(16);
  return value < 0 ? "-1e999" : "1e999";
}

function flag(value: boolean): string {
  return value ? "1" : "0";
}

/** A mapping yields neither. SQLite would store both, and its functions and tools would show something else. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

function quoted(value: string): string {
  if (UNSTORABLE.test(value)) throw refused("a text has a NUL character or half of a surrogate pair");
  return JSON.stringify(value);
}

function document(value: Json): string {
  return quoted(jsonText(value));
}

function dateText(value: LocalDate): string {
  return `"${sortable(isoDate(value))}"`;
}

function timeText(value: LocalTime): string {
  return `"${withMicros(isoTime(value))}"`;
}

function timestampText(value: LocalDateTime): string {
  return `"${moment(value)}"`;
}

function instantText(value: Instant): string {
  return `"${moment(value)}Z"`;
}

function moment(value: LocalDateTime | Instant): string {
  return withMicros(sortable(isoTimestamp(value)));
}

/** All texts of a column have the same length, so that they sort as the times do. */
function withMicros(iso: string): string {
  const [seconds = "", fraction = ""] = iso.split(".");
  return `${seconds}.${fraction.padEnd(6, "0")}`;
}

/** Other years begin with a sign. */
function sortable(iso: string): string {
  if (iso.startsWith("-") || iso.startsWith("+")) throw refused("a date lies outside of the years 0 to 9999");
  return iso;
}

function hex(value: Buffer): string {
  return `"${value.toString("hex")}"`;
}

function refused(message: string): SinkError {
  return new SinkError("data", "SQLITE_MISMATCH", message);
}
