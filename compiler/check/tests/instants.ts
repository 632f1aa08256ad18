/** Microseconds since 1970-01-01 00:00 UTC, and their text. */

/** The clock of a test that sets none: 2026-01-01T00:00:00Z. */
export const START = 1_767_225_600_000_000n;

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})0*)?)?$/;
const OFFSET = /(Z|[+-]\d\d(?::?\d\d)?)$/;

/** `2026-01-31T12:00:00.5+02:00`, as a `timestamptz` is read; undefined for anything else. */
export function instantOf(text: string): bigint | undefined {
  const offset = OFFSET.exec(text);
  if (offset === null || offset.index < 11) return undefined;
  const moment = momentOf(text.slice(0, offset.index));
  const shift = shiftOf(offset[0]);
  return moment === undefined || shift === undefined ? undefined : moment - shift;
}

/** `2026-01-31T12:00:00`, without an offset. */
export function momentOf(text: string): bigint | undefined {
  if (text[10] !== "T" && text[10] !== " ") return undefined;
  const [day, time] = [dayOf(text.slice(0, 10)), timeOf(text.slice(11))];
  return day === undefined || time === undefined ? undefined : day + time;
}

export function dayOf(text: string): bigint | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined || Number(year) === 0) return undefined;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const isThere = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return isThere ? BigInt(date.getTime()) * 1000n : undefined;
}

export function timeOf(text: string): bigint | undefined {
  const [all, hours, minutes, seconds = "0", fraction = ""] = TIME.exec(text) ?? [];
  if (all === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0"));
}

function shiftOf(offset: string): bigint | undefined {
  if (offset === "Z") return 0n;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(3).replace(":", ""))];
  if (hours > 15 || minutes > 59) return undefined;
  const micros = BigInt(hours * 60 + minutes) * 60_000_000n;
  return offset.startsWith("-") ? -micros : micros;
}

export function instantText(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - rest) / 1000n)).toISOString().slice(0, 19);
  const fraction = rest === 0n ? "" : `.${String(rest).padStart(6, "0").replace(/0+$/, "")}`;
  return `${seconds}${fraction}Z`;
}
