import { UsageError } from "../usage-error.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `15m`, `2h` or `7d` in ms. Throws `UsageError`. */
export function durationOf(option: string, text: string): number {
  const [, count, unit = ""] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const ms = UNITS[unit];
  if (count === undefined || ms === undefined)
    throw new UsageError(`${option} takes a duration, not ${text}.`, "Write 90s, 15m, 2h or 7d.");
  return Number(count) * ms;
}

/** A whole number above zero. Throws `UsageError`. */
export function countOption(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`${option} takes a whole number above zero, not ${text}.`, `For example ${option} 100.`);
}
