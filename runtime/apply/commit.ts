import type { OwnedLane } from "./lane.ts";
import type { MappedKey } from "./map-keys.ts";
import type { RawEntry } from "./part.ts";
import type { Prepared } from "./prepare.ts";
import type { Reject } from "./dead-letters.ts";
import { appends, RouteHalt, type Route } from "./route.ts";
import { settle, type RefusedItem, type Settled } from "./settle.ts";
import { showKey } from "./snapshot.ts";

const TOLD = 5;

/**
 * Writes a prepared part, then removes its entries from the stream. In between come the dead letters and the parked keys: what is not in
 * the target must be written down before its entry goes. Rejects with `SinkError`, `RouteHalt` or an error of Redis; then nothing was removed.
 */
export async function commitPart(lane: OwnedLane, prepared: Prepared): Promise<void> {
  const { route, session, counters } = lane;
  const began = performance.now();
  const writer = {
    route,
    session,
    readAt: prepared.readAt,
    appended: appendedBy(route, prepared),
    retried: counters.retried,
  };
  const settled = await settle(writer, prepared.mapped);
  if (settled.commits > 0) counters.commitSeconds.observe((performance.now() - began) / 1000);
  await reject(lane, rejectsOf(prepared, settled.refused, route));
  await lane.parking.park(settled.parked);
  await forget(lane, prepared, settled);
  await removeEntries(lane, prepared);
  observe(lane, prepared, settled);
  lane.committed();
}

/** Rows are appended once: should the answer to the commit be lost, this tells that they were. */
function appendedBy(route: Route, { part }: Prepared): string | undefined {
  return appends(route) ? part.finishes.at(-1)?.id : undefined;
}

/** A removal that fails is harmless: the entries are read a second time from the stream's head. */
async function removeEntries({ context, keys, route }: OwnedLane, { part }: Prepared): Promise<void> {
  if (part.finishes.length > 0) await context.redis.xdel(keys.stream(route.name), ...part.finishes.map(({ id }) => id));
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

function rejectsOf({ part, rejected }: Prepared, refused: readonly RefusedItem[], route: Route): readonly Reject[] {
  if (part.malformed.length + rejected.length + refused.length === 0) return [];
  return [
    ...part.malformed.map(malformedReject),
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

/** Keys that are in the target now, or that lie somewhere else now, leave the place where they were. */
async function forget(
  { deadLetters, parking }: OwnedLane,
  { rejected, gone }: Prepared,
  { done, parked, refused }: Settled,
): Promise<void> {
  if (deadLetters.size > 0)
    await deadLetters.clear([...done.map(keyOf), ...gone, ...parked.map(({ item }) => item.key)]);
  if (parking.size > 0) {
    await parking.clear([...done.map(keyOf), ...gone, ...rejected.map(keyOf), ...refused.map(({ item }) => item.key)]);
  }
}

function observe(
  { counters, context, route }: OwnedLane,
  { part, mapped, unmatched }: Prepared,
  settled: Settled,
): void {
  counters.rowsUpserted.inc(settled.upserted);
  counters.rowsRemoved.inc(settled.removed);
  counters.updated.inc(settled.upserted);
  counters.deleted.inc(settled.removed);
  counters.batches.inc(settled.commits);
  if (part.keys.length > 0) counters.batchKeys.observe(part.keys.length);
  if (unmatched > 0) context.metrics.keysUnmatched.inc({ job: route.job.name }, unmatched);
  counters.filtered.inc(mapped.reduce((sum, item) => sum + (isFiltered(item) ? 1 : 0), 0));
  const now = Date.now();
  for (const { time, sweep } of part.finishes) if (!sweep) counters.lagSeconds.observe(Math.max(0, now - time) / 1000);
}

function isFiltered(item: MappedKey): boolean {
  return item.value !== undefined && item.rows.every((rows) => rows.length === 0);
}

function keyOf({ key }: { readonly key: string }): string {
  return key;
}
