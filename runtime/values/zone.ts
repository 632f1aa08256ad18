import { refuse } from "./rejection.ts";
import { renderText } from "./rendering.ts";
import type { Site } from "./site.ts";
import { SECONDS_PER_DAY, daysOfCivil } from "./calendar.ts";

/** A time zone of the IANA database, as the ICU data of Node has it. Fills in its offsets as they are asked for. */
export interface Zone {
  readonly name: string;
  readonly clock: Intl.DateTimeFormat;
  readonly blocks: Map<number, readonly Span[]>;
}

/** Up to `until` seconds since 1970 UTC, excluded, so many seconds are added to UTC. */
interface Span {
  readonly until: number;
  readonly offset: number;
}

/** About a year; so long is a block of offsets that is found out at once. */
const BLOCK = 2 ** 25;
/** About a day and a half. No zone has ever changed its clock and changed it back within such a time. */
const STEP = 2 ** 17;

/** Before any zone's first change of its clock. */
const EARLIEST = daysOfCivil(1800, 1, 1) * SECONDS_PER_DAY;
/** From here on the rules repeat with the calendar, every 400 years. */
const LATEST = daysOfCivil(2500, 1, 1) * SECONDS_PER_DAY;
const CYCLE = LATEST - daysOfCivil(2100, 1, 1) * SECONDS_PER_DAY;

const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** Names and their zones, so that all uses of a zone share its offsets. There are some 600 names. */
const zones = new Map<string, Zone>();

/** The zone of a constant name. A name that does not exist is a mistake of the caller's. */
export function zone(name: string): Zone {
  const found = find(name);
  if (found === undefined) throw new RangeError(`there is no time zone ${name}`);
  return found;
}

/** The zone of a name that is data. */
export function zoneOf(name: string | null, site: Site): Zone | null {
  if (name === null) return null;
  return find(name) ?? refuse("RDI5010", "not the name of a time zone", site, renderText(name));
}

/** Seconds to add to UTC, at so many whole seconds since 1970 UTC. */
export function offsetAt(zone: Zone, seconds: number): number {
  const at = inTable(seconds);
  const index = Math.floor(at / BLOCK);
  for (const { until, offset } of zone.blocks.get(index) ?? addBlock(zone, index)) if (at < until) return offset;
  throw new RangeError("a block of offsets ends too early");
}

/** The second at which the clock changes, where the offsets after `low` and up to `high` differ by one change. */
export function changeBetween(offset: (seconds: number) => number, low: number, high: number): number {
  const after = offset(high);
  let [before, change] = [low, high];
  while (change - before > 1) {
    const middle = before + Math.floor((change - before) / 2);
    if (offset(middle) === after) change = middle;
    else before = middle;
  }
  return change;
}

/** ICU also takes three letters such as `IST`, which stand for several zones: only `UTC` and names with a slash. */
function find(name: string): Zone | undefined {
  const key = name.toLowerCase();
  const known = zones.get(key);
  if (known !== undefined) return known;
  if (key !== "utc" && !/^[a-z][\w+-]*(?:\/[\w+-]+)+$/.test(key)) return undefined;
  try {
    const clock = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
    const made = { name, clock, blocks: new Map() };
    zones.set(key, made);
    return made;
  } catch (error: unknown) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function inTable(seconds: number): number {
  if (seconds < EARLIEST) return EARLIEST;
  return seconds < LATEST ? seconds : seconds - Math.ceil((seconds - LATEST + 1) / CYCLE) * CYCLE;
}

function addBlock(zone: Zone, index: number): readonly Span[] {
  const read = (seconds: number): number => readOffset(zone.clock, seconds);
  const end = (index + 1) * BLOCK;
  const spans: Span[] = [];
  let offset = read(end - BLOCK);
  for (let at = end - BLOCK + STEP; at <= end; at += STEP) {
    const next = read(at);
    if (next !== offset) spans.push({ until: changeBetween(read, at - STEP, at), offset });
    offset = next;
  }
  spans.push({ until: end, offset });
  zone.blocks.set(index, spans);
  return spans;
}

function readOffset(clock: Intl.DateTimeFormat, seconds: number): number {
  const text = clock.format(seconds * 1000);
  const parts = OFFSET.exec(text);
  if (parts === null) throw new RangeError(`an offset can't be read: ${text}`);
  const [hours, minutes, rest] = [Number(parts[2] ?? 0), Number(parts[3] ?? 0), Number(parts[4] ?? 0)];
  return (parts[1] === "-" ? -1 : 1) * ((hours * 60 + minutes) * 60 + rest);
}
