import { isOutOfMemory } from "./add-entry.ts";
import { type AppendMark, encodeAppendMark, placeWithin } from "./append-mark.ts";
import type { OwnedLane } from "./lane.ts";
import { runScript } from "./lua.ts";
import type { MappedKey } from "./map-keys.ts";
import type { Prepared } from "./prepare.ts";
import { appends } from "./route.ts";
import { settle, type Settled } from "./settle.ts";
import { createWriteDown } from "./write-down.ts";

/**
 * Writes a prepared part, then removes its entries from the stream. In between come the dead letters and the parked keys: what is not in
 * the target must be written down before its entry goes. Rejects with `SinkError`, `RouteHalt` or an error of Redis; then nothing was removed.
 */
export async function commitPart(lane: OwnedLane, prepared: Prepared): Promise<void> {
  const { route, session, counters } = lane;
  const began = performance.now();
  const mark = appendedBy(lane, prepared);
  const writeDown = createWriteDown(lane, prepared);
  const writer = {
    route,
    session,
    readAt: prepared.readAt,
    appended: mark === undefined ? undefined : encodeAppendMark(mark),
    writeDown,
    retried: counters.retried,
  };
  const settled = await settle(writer, prepared.mapped);
  if (settled.commits > 0) counters.commitSeconds.observe((performance.now() - began) / 1000);
  lane.appended.mark = mark ?? lane.appended.mark;
  await writeDown(settled);
  await forget(lane, prepared, settled);
  await noteCommit(lane, settled);
  await removeEntries(lane, prepared);
  observe(lane, prepared, settled);
  lane.committed(prepared.part.keys.length);
}

/** Rows are appended once: should the answer to the commit be lost, this tells that they were. */
function appendedBy({ route, lineage, appended }: OwnedLane, { part }: Prepared): AppendMark | undefined {
  const entry = part.finishes.at(-1)?.id;
  if (entry === undefined || !appends(route)) return undefined;
  // Of a history that was given up since, an entry says nothing; one that names changes again ends before what is known.
  const places = [appended.mark?.at, ...part.finishes.map(({ at }) => at && placeWithin(at, lineage))];
  const known = places.filter((at) => at !== undefined);
  const offset = Math.max(...known.map((at) => at.offset));
  return { entry, at: known.length === 0 ? undefined : { replid: lineage.replid, offset } };
}

/** Before the entries go: should the target lose this commit, nothing else tells. A Redis below 7.0 may refuse it at its memory limit. */
async function noteCommit({ context, keys, route }: OwnedLane, { seq }: Settled): Promise<void> {
  if (seq === undefined) return;
  try {
    await runScript(context.redis, context.scripts.noteCommit, [keys.committed(route.name)], [String(seq)]);
  } catch (thrown) {
    if (!isOutOfMemory(thrown)) throw thrown;
  }
}

/** A removal that fails is harmless: the entries are read a second time from the stream's head. */
async function removeEntries({ context, keys, route }: OwnedLane, { part }: Prepared): Promise<void> {
  if (part.finishes.length === 0) return;
  const bytes = part.finishes.reduce((sum, entry) => sum + entry.bytes, 0);
  const args = [bytes, ...part.finishes.map(({ id }) => id)];
  await runScript(
    context.redis,
    context.scripts.removeEntries,
    [keys.stream(route.name), keys.sweep(route.name)],
    args,
  );
}

/** Keys that are in the target now, or that lie somewhere else now, leave the place where they were. */
async function forget(
  { deadLetters, parking }: OwnedLane,
  { rejected, gone, passedOver }: Prepared,
  { done, parked, refused }: Settled,
): Promise<void> {
  if (deadLetters.size > 0)
    await deadLetters.clear([...done.map(keyOf), ...gone, ...parked.map(({ item }) => item.key)]);
  if (parking.size > 0) {
    const elsewhere = [...rejected.map(keyOf), ...refused.map(({ item }) => item.key)];
    await parking.clear([...done.map(keyOf), ...gone, ...passedOver, ...elsewhere]);
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
  return item.value !== undefined && item.left === undefined && item.rows.every((rows) => rows.length === 0);
}

function keyOf({ key }: { readonly key: string }): string {
  return key;
}
