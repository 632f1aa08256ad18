import type { Exact } from "../../values/exact.ts";
import type { Instant, LocalDate, LocalDateTime, LocalTime } from "../../values/instant.ts";
import type { Json } from "../../values/json.ts";
import { jsonText } from "../../values/json-text.ts";
import { isoDate, isoInstant, isoTime, isoTimestamp } from "../../values/time-format.ts";
import { SinkError } from "../sink.ts";

/*
 * Columns of a batch as texts, which a statement converts by itself. The driver's own decimals go through a double, and its dates through
 * milliseconds. Generated code calls these by the column's type. What SQL Server would not hold as it is, is refused here.
 */

type Column<Value> = readonly (Value | null)[];
export type Cells = readonly (string | null)[];

export function smallint(values: Column<number>): Cells {
  return cells(values, String);
}

export function int(values: Column<number>): Cells {
  return cells(values, String);
}

export function bigint(values: Column<bigint>): Cells {
  return cells(values, String);
}

/** In plain notation, every digit. */
export function numeric(values: Column<Exact>): Cells {
  return cells(values, (value) => value.toFixed());
}

export function real(values: Column<number>): Cells {
  return cells(values, (value) => float(value, LEAST_REAL));
}

export function double(values: Column<number>): Cells {
  return cells(values, (value) => float(value, LEAST_DOUBLE));
}

/** Documented as the numbers nearest to 0: SQL Server has none with fewer bits. */
const LEAST_REAL = 2 ** -126;
const LEAST_DOUBLE = 2 ** -1022;

export function boolean(values: Column<boolean>): Cells {
  return cells(values, (value) => (value ? "1" : "0"));
}

/** Also for varchar, char, uuid and native. */
export function text(values: Column<string>): Cells {
  return values;
}

/** Of a `key` or owner column. `=` and unique indexes take 'a' and 'a ' for one text, in every collation. */
export function keyText(values: Column<string>): Cells {
  return cells(values, (value) => {
    if (value.endsWith(" ")) throw refused("TRAILING_BLANK", `a text ends with a blank, which ${IGNORED}`);
    return value;
  });
}

export function json(values: Column<Json>): Cells {
  return cells(values, jsonText);
}

export function date(values: Column<LocalDate>): Cells {
  return cells(values, (value) => within(isoDate(value)));
}

export function time(values: Column<LocalTime>): Cells {
  return cells(values, (value) => {
    const shown = isoTime(value);
    if (shown.startsWith("24")) throw refused("OUT_OF_RANGE", "SQL Server has no time 24:00:00");
    return shown;
  });
}

export function timestamp(values: Column<LocalDateTime>): Cells {
  return cells(values, (value) => within(isoTimestamp(value)));
}

export function timestamptz(values: Column<Instant>): Cells {
  return cells(values, (value) => within(isoInstant(value)));
}

export function bytes(values: Column<Buffer>): Cells {
  return cells(values, (value) => value.toString("hex"));
}

/** Of a `key` or owner column. `=` and unique indexes take 0x61 and 0x6100 for one value. */
export function keyBytes(values: Column<Buffer>): Cells {
  return cells(values, (value) => {
    if (value.at(-1) === 0) throw refused("TRAILING_ZERO", `a value ends with a zero byte, which ${IGNORED}`);
    return value.toString("hex");
  });
}

const IGNORED = "SQL Server ignores when it compares values of a key, so another key could have the same row";

function cells<Value>(values: Column<Value>, show: (value: Value) => string): Cells {
  return values.map((value) => (value === null ? null : show(value)));
}

/** The shortest digits that denote the number. String(-0) is "0", which would lose the sign. */
function float(value: number, least: number): string {
  if (!Number.isFinite(value)) throw refused("NOT_FINITE", `SQL Server has no number ${value}`);
  if (value !== 0 && Math.abs(value) < least)
    throw refused("OUT_OF_RANGE", "the number is too near to 0 for SQL Server");
  return value === 0 && Object.is(value, -0) ? "-0" : String(value);
}

function within(shown: string): string {
  if (/^\d{4}-/.test(shown) && !shown.startsWith("0000")) return shown;
  throw refused("OUT_OF_RANGE", "SQL Server has dates of the years 1 to 9999 only");
}

/** Of the data class, so that the key at fault is found and dead-lettered. */
function refused(code: string, message: string): SinkError {
  return new SinkError("data", code, message);
}
