/** What a value is worth as a column's text, worked out anew. A value that the column refuses throws, with the code to expect. */
export class Refused extends Error {
  /** Any of them may be met first. */
  readonly codes: readonly string[];
  constructor(...codes: readonly string[]) {
    super(codes.join(" or "));
    this.codes = codes;
  }
}

/** For the parts of a value that have no order. */
export function each<Item, Made>(items: readonly Item[], make: (item: Item) => Made): readonly Made[] {
  const made: Made[] = [];
  const codes = new Set<string>();
  for (const item of items) {
    try {
      made.push(make(item));
    } catch (thrown: unknown) {
      if (!(thrown instanceof Refused)) throw thrown;
      for (const code of thrown.codes) codes.add(code);
    }
  }
  if (codes.size > 0) throw new Refused(...codes);
  return made;
}

export function text(bytes: Buffer): string {
  const decoded = bytes.toString("utf8");
  if (!Buffer.from(decoded, "utf8").equals(bytes)) throw new Refused("RDI5014");
  if (decoded.includes("\0")) throw new Refused("RDI5015");
  return decoded;
}

export function required<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Refused("RDI5012");
  return value;
}

/** Counts code points. */
export function within(most: number, value: string | null): string | null {
  if (value !== null && [...value].length > most) throw new Refused("RDI5013");
  return value;
}

/** units × 10^-scale. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

export function decimal(spelled: string): Decimal {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(spelled);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (match === null || whole + fraction === "") throw new Refused("RDI5010");
  const shift = Number(exponent) - fraction.length;
  // No column holds so many digits.
  if (Math.abs(shift) > 100_000) throw new Refused("RDI5011");
  const digits = BigInt(`${whole}${fraction}`) * 10n ** BigInt(Math.max(0, shift)) * (sign === "-" ? -1n : 1n);
  return { units: digits, scale: Math.max(0, -shift) };
}

export function plus(one: Decimal, other: Decimal): Decimal {
  const scale = Math.max(one.scale, other.scale);
  return { units: atScale(one, scale) + atScale(other, scale), scale };
}

export function times(one: Decimal, other: Decimal): Decimal {
  return { units: one.units * other.units, scale: one.scale + other.scale };
}

export function total(all: readonly Decimal[]): Decimal {
  return all.reduce(plus, { units: 0n, scale: 0 });
}

/** Half away from zero. */
export function rounded({ units, scale }: Decimal, digits: number): Decimal {
  if (scale <= digits) return { units, scale };
  const step = 10n ** BigInt(scale - digits);
  const size = units < 0n ? -units : units;
  const kept = (size * 2n + step) / (step * 2n);
  return { units: units < 0n ? -kept : kept, scale: digits };
}

/** As numeric(precision, scale) prints it. */
export function numeric(value: Decimal, precision: number, scale: number): string {
  const exact = rounded(value, scale);
  if (atScale(exact, value.scale) !== value.units && value.scale > scale) throw new Refused("RDI5011");
  const units = atScale(exact, scale);
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  if (digits.length > precision && digits.replace(/^0+/, "").length > precision) throw new Refused("RDI5011");
  const point = digits.length - scale;
  return `${units < 0n ? "-" : ""}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ""}`;
}

/** `broken` is the code for digits behind the point. */
export function whole(value: Decimal, bits: 32 | 64, broken = "RDI5011"): string {
  if (atScale(rounded(value, 0), value.scale) !== value.units) throw new Refused(broken);
  const spelled = numeric(value, 1000, 0);
  if (BigInt.asIntN(bits, BigInt(spelled)) !== BigInt(spelled)) throw new Refused("RDI5011");
  return spelled;
}

/** As an undecoded value is when only whole numbers will do. */
export function int(spelled: string): string {
  return whole(decimal(spelled), 32, "RDI5010");
}

export function bigint(spelled: string): string {
  return whole(decimal(spelled), 64, "RDI5010");
}

/** As the server prints a double: the shortest digits that give it back. */
export function double(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  const spelled = Object.is(value, -0) ? "-0" : String(value);
  return spelled.replace(/e([+-])(\d)$/, "e$10$2");
}

export function date(spelled: string): string {
  const parsed = new Date(`${spelled}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(spelled) && !Number.isNaN(parsed.getTime());
  if (!isDay || parsed.toISOString().slice(0, 10) !== spelled) throw new Refused("RDI5010");
  return spelled;
}

/** As the server prints it in UTC. An offset has to be there. */
export function timestamptz(spelled: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)$/.exec(spelled);
  const seconds = Date.parse(`${match?.[1]}${match?.[3]}`);
  if (Number.isNaN(seconds)) throw new Refused("RDI5010");
  return instant(seconds, match?.[2] ?? "");
}

export function instant(millis: number, fraction = String(millis % 1000).padStart(3, "0")): string {
  const digits = fraction.replace(/0+$/, "");
  const seconds = new Date(millis).toISOString().slice(0, 19).replace("T", " ");
  return `${seconds}${digits === "" ? "" : `.${digits}`}+00`;
}

function atScale({ units, scale }: Decimal, wanted: number): bigint {
  return wanted >= scale ? units * 10n ** BigInt(wanted - scale) : units / 10n ** BigInt(scale - wanted);
}
