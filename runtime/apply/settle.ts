import type { RuntimeCode } from "../errors.ts";
import { SinkError, type Collision, type LaneSession, type WriteBatch } from "../sinks/sink.ts";
import { assemble, type Assembled, type ReadAt } from "./assemble.ts";
import type { MappedKey } from "./map-keys.ts";
import type { Route } from "./route.ts";
import { culpritsOf, ofBatch, type BatchError } from "./trial.ts";

/** What became of every key of a batch. */
export interface Settled {
  readonly done: MappedKey[];
  readonly parked: ParkedItem[];
  readonly refused: RefusedItem[];
  upserted: number;
  removed: number;
  commits: number;
  /** Of the last commit. */
  seq: bigint | undefined;
}

export interface ParkedItem {
  readonly item: MappedKey;
  readonly code: RuntimeCode;
  readonly message: string;
  /** Keys that it collides with, as far as they are known. */
  readonly rivals: readonly string[];
  /** The constraint that it breaks, with its table: keys that break the same one are retried together. */
  readonly constraint: string | undefined;
}

export interface RefusedItem {
  readonly item: MappedKey;
  readonly code: RuntimeCode;
  readonly message: string;
}

export interface Writer {
  readonly route: Route;
  readonly session: LaneSession;
  readonly readAt: ReadAt;
  /** The last stream entry that is finished with the keys, where rows are appended. */
  readonly appended?: string | undefined;
  /** Told before a commit that finishes the entry: what is not in it must lie somewhere else by then, for it will not be appended later. */
  readonly writeDown?: (settled: Settled) => Promise<void>;
  /** Told once an attempt. */
  readonly retried: (kind: BatchError["class"] | "collision") => void;
}

/**
 * Writes the keys, and tells which of them could not be written and why. The values stay those that were read, and the lane commits
 * nothing else meanwhile, so that halves of a batch may be committed one after the other. Rejects with `SinkError` of the classes
 * connection, fenced and halt.
 *
 *   upsert ──ok──▶ done
 *     ├─ collided ─▶ those keys are parked, the others once more
 *     ├─ order ────▶ full replacement, where the tables allow it ──ok──▶ done
 *     │                └─ fails ─▶ bisect
 *     └─ data ─────▶ bisect: halves by themselves, down to one key: order → parked, data → refused
 *
 * Where rows are appended the halves are only tried, and what is left goes into one transaction, which says that it is finished: they are
 * there exactly once.
 */
export async function settle(writer: Writer, items: readonly MappedKey[]): Promise<Settled> {
  const settled: Settled = { done: [], parked: [], refused: [], upserted: 0, removed: 0, commits: 0, seq: undefined };
  await writeAll(writer, items, settled);
  return settled;
}

async function writeAll(writer: Writer, candidates: readonly MappedKey[], settled: Settled): Promise<void> {
  const assembled = assemble(writer.route, candidates);
  for (const { item, winner } of assembled.losers) settled.parked.push(claimed(item, winner));
  if (assembled.items.length === 0) return;
  try {
    await attempt(writer, assembled, "upsert", settled);
  } catch (error) {
    const { class: kind } = ofBatch(error);
    writer.retried(kind);
    if (kind === "order" && (await replaced(writer, assembled, settled))) return;
    await isolate(writer, assembled.items, ofBatch(error), settled);
  }
}

async function isolate(
  writer: Writer,
  items: readonly MappedKey[],
  error: BatchError,
  settled: Settled,
): Promise<void> {
  if (writer.appended === undefined) return bisect(writer, items, error, settled);
  const culprits = await culpritsOf(writer, items, error);
  for (const [item, reason] of culprits) blame(item, reason, settled);
  if (culprits.size > 0)
    return writeAll(
      writer,
      items.filter((item) => !culprits.has(item)),
      settled,
    );
  // Each half is taken by itself, so only together they are not. A crash between two of them appends rows of the first one again.
  await bisect({ ...writer, appended: undefined }, items, error, settled);
  await finish(writer, settled);
}

async function finish({ session, readAt, appended, writeDown }: Writer, settled: Settled): Promise<void> {
  if (appended === undefined || settled.commits === 0) return;
  await writeDown?.(settled);
  const result = await session.commit({ tables: [], mode: "upsert", readAt, appended });
  settled.commits++;
  if (result.kind === "committed") settled.seq = result.seq;
}

/** False when the batch can't be written as a full replacement either; a key of which only some members were read is parked, and read whole when it is due. */
async function replaced(writer: Writer, assembled: Assembled, settled: Settled): Promise<boolean> {
  const isPartial = assembled.items.some(({ left }) => left !== undefined);
  if (isPartial || !writer.route.sink.canReplace(writer.route.tables)) return false;
  try {
    await attempt(writer, assembled, "replace", settled);
    return true;
  } catch (error) {
    writer.retried(ofBatch(error).class);
    return false;
  }
}

async function attempt(
  writer: Writer,
  assembled: Assembled,
  mode: WriteBatch["mode"],
  settled: Settled,
): Promise<void> {
  const { session, readAt, appended } = writer;
  if (appended !== undefined) await writer.writeDown?.(settled);
  const result = await session.commit({ tables: assembled.tables, mode, readAt, appended });
  if (result.kind === "collided") return withoutCollided(writer, assembled, result.collisions, settled);
  for (const item of assembled.items) settled.done.push(item);
  settled.upserted += result.upserted;
  settled.removed += result.removed;
  settled.commits++;
  settled.seq = result.seq;
}

async function withoutCollided(
  writer: Writer,
  assembled: Assembled,
  collisions: readonly Collision[],
  settled: Settled,
): Promise<void> {
  writer.retried("collision");
  const collided = new Set<MappedKey>();
  for (const collision of collisions) {
    const item = assembled.itemOfRow[writer.route.tables.indexOf(collision.table)]?.[collision.index];
    if (item === undefined || collided.has(item)) continue;
    collided.add(item);
    settled.parked.push(owned(item, collision));
  }
  if (collided.size === 0)
    throw new SinkError("halt", "", "the target reported a collision of a row that is not in the batch");
  await writeAll(
    writer,
    assembled.items.filter((item) => !collided.has(item)),
    settled,
  );
}

async function bisect(writer: Writer, items: readonly MappedKey[], error: BatchError, settled: Settled): Promise<void> {
  const [only] = items;
  if (items.length > 1) {
    const middle = items.length >> 1;
    await writeAll(writer, items.slice(0, middle), settled);
    await writeAll(writer, items.slice(middle), settled);
  } else if (only !== undefined) {
    blame(only, error, settled);
  }
}

function blame(item: MappedKey, error: BatchError, settled: Settled): void {
  if (error.class === "order") settled.parked.push(conflicted(item, error));
  else settled.refused.push({ item, code: "RDI5020", message: describe(error) });
}

function claimed(item: MappedKey, winner: string): ParkedItem {
  const message = "another key of the same batch, which changed before, yields the same row";
  return { item, code: "RDI5031", message, rivals: [winner], constraint: undefined };
}

function owned(item: MappedKey, { table, ownerKey }: Collision): ParkedItem {
  const message = `its row of ${table.table} belongs to another key`;
  return { item, code: "RDI5031", message, rivals: ownerKey === undefined ? [] : [ownerKey], constraint: undefined };
}

function conflicted(item: MappedKey, error: BatchError): ParkedItem {
  const { table, constraint } = error.place;
  const named = constraint === undefined ? undefined : `${table ?? ""}.${constraint}`;
  return {
    item,
    code: ORDER_CODES[error.serverCode] ?? "RDI5033",
    message: describe(error),
    rivals: [],
    constraint: named,
  };
}

/** By SQLSTATE, or by what the driver or the server calls it. */
const ORDER_CODES: Readonly<Record<string, RuntimeCode>> = {
  "23505": "RDI5030",
  "23503": "RDI5032",
  "23001": "RDI5032",
  SQLITE_CONSTRAINT_UNIQUE: "RDI5030",
  SQLITE_CONSTRAINT_PRIMARYKEY: "RDI5030",
  SQLITE_CONSTRAINT_FOREIGNKEY: "RDI5032",
  "1062": "RDI5030",
  "1169": "RDI5030",
  "1451": "RDI5032",
  "1452": "RDI5032",
  "2601": "RDI5030",
  "2627": "RDI5030",
  "547": "RDI5032",
};

function describe({ message, serverCode, place }: SinkError): string {
  const where = [place.table, place.column ?? place.constraint].filter((part) => part !== undefined).join(".");
  return `${message}${where === "" ? "" : ` (${where})`}${serverCode === "" ? "" : ` [${serverCode}]`}`;
}
