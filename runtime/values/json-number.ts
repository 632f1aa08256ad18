import { JsonNumber } from "./json.ts";

/** A JSON number's value: equal texts for equal numbers, whatever their spelling (`1.0`, `1`, `10e-1`). */
export function numberKey(number: JsonNumber): string {
  const { text } = number;
  if (/^-?[1-9]\d{0,14}$/.test(text) && !text.endsWith("0")) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = PARTS.exec(text) ?? [];
  const digits = whole + fraction;
  const start = leadingZeros(digits);
  if (start === digits.length) return "0";
  const end = digits.length - trailingZeros(digits);
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - end);
  return power === 0n ? sign + digits.slice(start, end) : `${sign}${digits.slice(start, end)}e${power}`;
}

const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

function leadingZeros(digits: string): number {
  let at = 0;
  while (at < digits.length && digits.charCodeAt(at) === 0x30) at++;
  return at;
}

function trailingZeros(digits: string): number {
  let at = digits.length;
  while (at > 0 && digits.charCodeAt(at - 1) === 0x30) at--;
  return digits.length - at;
}
