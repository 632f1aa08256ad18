import { decimalOf } from "../check/decimals.ts";

/** In plain notation: `1.50` is `1.5`, and `1e2` is `100`. */
export function plainNumber(text: string): string {
  const decimal = decimalOf(text);
  if (decimal === undefined) return text;
  const digits = String(decimal.digits).padStart(decimal.scale + 1, "0");
  const whole = digits.slice(0, digits.length - decimal.scale);
  const fraction = decimal.scale === 0 ? "" : `.${digits.slice(-decimal.scale)}`;
  return `${decimal.negative ? "-" : ""}${whole}${fraction}`;
}

export interface Clock {
  /** `12:30:00` */
  readonly seconds: string;
  /** At most six digits, if there are any. */
  readonly fraction: string | undefined;
}

export interface Moment extends Clock {
  /** `2024-01-31` */
  readonly date: string;
}

/** Of `12:30`, or `12:30:00.5`. */
export function clockOf(text: string): Clock {
  const [time = "", fraction] = text.split(".");
  return { seconds: time.length === 5 ? `${time}:00` : time, fraction: fraction?.slice(0, 6) };
}

export function momentOf(text: string): Moment {
  return { date: text.slice(0, 10), ...clockOf(text.slice(11)) };
}

/** In UTC. An offset has whole minutes, so the fraction stays. */
export function utcOf(text: string): Moment {
  const [, local = text, sign, hours = "00", minutes = "00"] =
    /^(.*?)(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/.exec(text) ?? [];
  const { date, seconds, fraction } = momentOf(local);
  const ahead = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const utc = new Date(Date.parse(`${date}T${seconds}Z`) - ahead).toISOString();
  return { date: utc.slice(0, 10), seconds: utc.slice(11, 19), fraction };
}
