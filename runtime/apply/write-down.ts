import type { Reject } from "./dead-letters.ts";
import type { OwnedLane } from "./lane.ts";
import type { RawEntry } from "./part.ts";
import type { Prepared } from "./prepare.ts";
import { RouteHalt, type Route } from "./route.ts";
import type { RefusedItem, Settled } from "./settle.ts";
import { showKey } from "./snapshot.ts";

const TOLD = 5;

/** Puts what can't be written among the dead letters and parked keys, each key once, however often it is called for one part. */
export function createWriteDown(
  lane: OwnedLane,
  { part, rejected }: Prepared,
): (settled: Pick<Settled, "refused" | "parked">) => Promise<void> {
  let before: Unwritable = { malformed: part.malformed, rejected };
  let refusals = 0;
  let parkings = 0;
  return async ({ refused, parked }) => {
    const rejects = rejectsOf(before, refused.slice(refusals), lane.route);
    const park = parked.slice(parkings);
    before = { malformed: [], rejected: [] };
    refusals = refused.length;
    parkings = parked.length;
    await reject(lane, rejects);
    await lane.parking.park(park);
  };
}

/** What is not even sent to the target. */
interface Unwritable {
  readonly malformed: readonly RawEntry[];
  readonly rejected: Prepared["rejected"];
}

async function reject(lane: OwnedLane, rejects: readonly Reject[]): Promise<void> {
  if (rejects.length === 0) return;
  const { onReject } = lane.route.job.delivery;
  lane.counters.rejected.inc(rejects.length);
  switch (onReject) {
    case "dead_letter":
      tell(
        lane,
        rejects.filter(({ key }) => !lane.deadLetters.has(key)),
        "dead-lettered",
      );
      return lane.deadLetters.put(rejects);
    case "drop":
      tell(lane, rejects, "dropped, as on_reject says");
      for (const { code } of rejects) lane.counters.dropped(code);
      return;
    case "halt":
      throw haltedBy(lane, rejects);
  }
}

/** A flood of rejects must not become a flood of lines: each is counted, and kept where it is not dropped. A key that fails again is not told. */
function tell({ log }: OwnedLane, rejects: readonly Reject[], what: string): void {
  for (const { key, code, message } of rejects.slice(0, TOLD))
    log.warn({ key: showKey(key), code }, `${what}: ${message}`);
  if (rejects.length > TOLD) log.warn({ more: rejects.length - TOLD }, `${what}: more keys of the same batch`);
}

function haltedBy({ route }: OwnedLane, rejects: readonly Reject[]): RouteHalt {
  const [first] = rejects;
  const key = showKey(first?.key ?? "");
  return new RouteHalt(
    "RDI5046",
    `${route.name} stops at ${key}, as on_reject: halt says: ${first?.code} ${first?.message}. Repair the key, then start again.`,
  );
}

function rejectsOf(
  { malformed, rejected }: Unwritable,
  refused: readonly RefusedItem[],
  route: Route,
): readonly Reject[] {
  if (malformed.length + rejected.length + refused.length === 0) return [];
  return [
    ...malformed.map(malformedReject),
    ...rejected.map(({ key, rejection, captures, value }) => ({
      key,
      code: rejection.code,
      message: rejection.message,
      site: `${rejection.site.file}:${rejection.site.line}`,
      found: isHidden(route, rejection.site.column) ? undefined : rejection.value,
      value: value ?? captures,
    })),
    ...refused.map(({ item, code, message }) => ({ key: item.key, code, message, value: item.value })),
  ];
}

/** What is not a column, such as a `let` or the value itself, may become a part of any. */
function isHidden({ sensitive, tables, job }: Route, name: string): boolean {
  if (sensitive.has(name)) return true;
  const isColumn = tables.some(({ columns }) => columns.some((column) => column.name === name));
  return !isColumn && (sensitive.size > 0 || job.read.sensitive.length > 0);
}

function malformedReject({ id, fields }: RawEntry): Reject {
  const name = id.toString("latin1");
  const value = Object.fromEntries(fields.slice(0, 8).map((field, at) => [String(at), field]));
  return { key: `entry ${name}`, code: "RDI5021", message: "a stream entry that is not a list of keys", value };
}
