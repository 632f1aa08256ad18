import { canonicalJson } from "./canonical-json.ts";

/**
 * Text of a cell in one form for all kinds of databases, by the .rdi type's name: numbers without zeros at their end, floats with the digits
 * that JavaScript writes, `true` and `false`, bytes in hex, times in UTC without zeros at their end, JSON without white space and with sorted names.
 */
export function canonical(type: string, text: string): string {
  const [name = ""] = /^\w+/.exec(type) ?? [];
  return FORMS[name]?.(text) ?? text;
}

const FORMS: Readonly<Record<string, (text: string) => string>> = {
  smallint: withoutZeros,
  int: withoutZeros,
  bigint: withoutZeros,
  numeric: withoutZeros,
  real: (text) => floatText(Math.fround(Number(text))),
  double: (text) => floatText(Number(text)),
  boolean: (text) => String(/^(t|true|1)$/i.test(text)),
  char: (text) => text.replace(/ +$/, ""),
  uuid: (text) => text.toLowerCase(),
  bytes: (text) => text.toLowerCase(),
  time: clockText,
  timestamp: clockText,
  timestamptz: clockText,
  json: canonicalJson,
};

function withoutZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function floatText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function clockText(text: string): string {
  return text
    .replace("T", " ")
    .replace(/(Z|[+-]00(:00)?)$/, "")
    .replace(/(\.\d*?)0+(?=$| )/, "$1")
    .replace(/\.(?=$| )/, "");
}
