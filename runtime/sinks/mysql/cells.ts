import type { Exact } from "../../values/exact.ts";
import type { Instant, LocalDate, LocalDateTime, LocalTime } from "../../values/instant.ts";
import type { Json } from "../../values/json.ts";
import { jsonText } from "../../values/json-text.ts";
import { isoDate, isoTime, isoTimestamp } from "../../values/time-format.ts";
import { SinkError } from "../sink.ts";

/*
 * Columns of a batch as JSON texts, one a value; the sink makes rows of them. Numbers are strings, so that no parser between here and the column
 * makes a double of them. Generated code calls these by the column's type. JSON_TABLE changes a text that does not fit its column with no more than
 * a warning, so what no column holds is refused here.
 */

type Column<Value> = readonly (Value | null)[];
export type Cells = readonly string[];

export function smallint(values: Column<number>): Cells {
  return cells(values, plain);
}

export function int(values: Column<number>): Cells {
  return cells(values, plain);
}

export function bigint(values: Column<bigint>): Cells {
  return cells(values, plain);
}

/** In plain notation, every digit. */
export function numeric(values: Column<Exact>): Cells {
  return cells(values, (value) => `"${value.toFixed()}"`);
}

export function real(values: Column<number>): Cells {
  return cells(values, finite);
}

export function double(values: Column<number>): Cells {
  return cells(values, finite);
}

export function boolean(values: Column<boolean>): Cells {
  return cells(values, (value) => (value ? "1" : "0"));
}

/** Also for varchar, uuid and native. */
export function text(values: Column<string>): Cells {
  return cells(values, JSON.stringify);
}

/** Spaces at the end mean nothing in a char, and the server drops them. */
export function char(values: Column<string>): Cells {
  return cells(values, (value) => JSON.stringify(value.replace(/ +$/, "")));
}

export function json(values: Column<Json>): Cells {
  return cells(values, (value) => JSON.stringify(jsonText(value)));
}

export function date(values: Column<LocalDate>): Cells {
  return cells(values, (value) => `"${dated(isoDate(value))}"`);
}

export function time(values: Column<LocalTime>): Cells {
  return cells(values, (value) => `"${isoTime(value)}"`);
}

export function timestamp(values: Column<LocalDateTime>): Cells {
  return cells(values, moment);
}

/** In UTC, which is the session's zone. */
export function timestamptz(values: Column<Instant>): Cells {
  return cells(values, moment);
}

export function bytes(values: Column<Buffer>): Cells {
  return cells(values, (value) => `"${value.toString("base64")}"`);
}

function cells<Value>(values: Column<Value>, show: (value: Value) => string): Cells {
  return values.map((value) => (value === null ? "null" : show(value)));
}

function plain(value: number | bigint): string {
  return `"${value}"`;
}

/** The shortest digits that denote the number. The server has one zero, without a sign. */
function finite(value: number): string {
  if (!Number.isFinite(value)) throw refused(`${value} is no value of a FLOAT or DOUBLE`);
  return `"${value}"`;
}

function moment(value: LocalDateTime | Instant): string {
  return `"${dated(isoTimestamp(value)).replace("T", " ")}"`;
}

/** Years 1 to 9999. */
function dated(text: string): string {
  if (!/^(?!0000)\d{4}-/.test(text)) throw refused("a year before 1 or after 9999 is no year of a DATE or DATETIME");
  return text;
}

function refused(message: string): SinkError {
  return new SinkError("data", "1292", message);
}
