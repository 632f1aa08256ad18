import { contentKey } from "../values/content-key.ts";
import { decodeReal, decodeDouble } from "../values/decode-floats.ts";
import { decodeBoolean, decodeUuid } from "../values/decode-misc.ts";
import { decodeExact } from "../values/decode-numbers.ts";
import { decodeDate, decodeTime, decodeTimestamp, decodeTimestamptz } from "../values/decode-times.ts";
import { isExact } from "../values/exact.ts";
import type { Instant, LocalDate, LocalDateTime, LocalTime } from "../values/instant.ts";
import type { Json } from "../values/json.ts";
import { parseJson } from "../values/json-parse.ts";
import { jsonText } from "../values/json-text.ts";
import { formatDate, formatInstant, formatTime, formatTimestamp } from "../values/time-format.ts";
import type { ColumnTypeFacts } from "./facts.ts";

/** A column's value in a stored row: one text for each value, as PostgreSQL's text form but for trailing zeros; null is null. */
export type Cell = string | null;

type Kind = ColumnTypeFacts["kind"];

/** A value as the mapping yields it. */
export function cellOf(kind: Kind, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case "json":
      return jsonText(value as Json);
    case "date":
      return formatDate(value as LocalDate);
    case "time":
      return formatTime(value as LocalTime);
    case "timestamp":
      return formatTimestamp(value as LocalDateTime);
    case "timestamptz":
      return formatInstant(value as Instant);
    case "bytes":
      return Buffer.isBuffer(value) ? `\\x${value.toString("hex")}` : String(value);
    default:
      return isExact(value) ? value.toFixed() : Object.is(value, -0) ? "-0" : String(value);
  }
}

const SITE = { file: "", line: 0, column: "" };

/** A constant of a test, or of a statement, which is decoded like a value of Redis. Throws `Rejection` for what can't be of that type. */
export function cellOfText(kind: Kind, text: string | null): Cell {
  return text === null ? null : cellOf(kind, decoded(kind, text));
}

function decoded(kind: Kind, text: string): unknown {
  switch (kind) {
    case "smallint":
    case "int":
    case "bigint":
    case "numeric":
      return decodeExact(text, SITE);
    case "real":
      return decodeReal(text, SITE);
    case "double":
      return decodeDouble(text, SITE);
    case "boolean":
      return decodeBoolean(text, SITE);
    case "uuid":
      return decodeUuid(text, SITE);
    case "json":
      return parseJson(Buffer.from(text), SITE);
    case "bytes":
      return Buffer.from(text);
    case "date":
      return decodeDate(text, SITE);
    case "time":
      return decodeTime(text, SITE);
    case "timestamp":
      return decodeTimestamp(text, SITE);
    case "timestamptz":
      return decodeTimestamptz(text, SITE);
    case "char":
      return text.replace(/ +$/, "");
    default:
      return text;
  }
}

/** Whether a test takes the one for the other: of JSON the content counts. */
export function isSameCell(kind: Kind, one: Cell, other: Cell): boolean {
  if (kind !== "json" || one === null || other === null) return one === other;
  return contentOf(one) === contentOf(other);
}

function contentOf(text: string): string {
  return contentKey(parseJson(Buffer.from(text), SITE));
}
