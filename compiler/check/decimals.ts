/** A decimal literal taken apart: value = ± digits × 10^-scale, without trailing zeros after the point. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: bigint;
  readonly scale: number;
}

/** Exponents beyond this are no constants that anybody stores; undefined keeps the arithmetic small. */
const largestExponent = 400;

/** `12`, `-0.50`, `1e3`. Undefined when it is unreasonably long. */
export function decimalOf(text: string): Decimal | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > largestExponent || whole.length + fraction.length > largestExponent) return undefined;
  const scale = fraction.length - shift;
  const digits = BigInt(whole + fraction) * (scale < 0 ? 10n ** BigInt(-scale) : 1n);
  return shortened({ negative: sign === "-" && digits !== 0n, digits, scale: Math.max(scale, 0) });
}

function shortened(value: Decimal): Decimal {
  let { digits, scale } = value;
  for (; scale > 0 && digits % 10n === 0n; scale--) digits /= 10n;
  return { negative: value.negative, digits, scale };
}

/** The integer, or undefined when it has a fraction. */
export function integerOf(value: Decimal): bigint | undefined {
  if (value.scale > 0) return undefined;
  return value.negative ? -value.digits : value.digits;
}

export function fitsNumeric(value: Decimal, precision: number, scale: number): boolean {
  return value.scale <= scale && value.digits * 10n ** BigInt(scale - value.scale) < 10n ** BigInt(precision);
}
