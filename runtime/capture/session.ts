import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { coerceError } from "../errors.ts";
import { infoFields } from "../redis-info.ts";
import { lacksRight } from "../redis-replies.ts";
import type { AttachMode } from "./attach.ts";
import { holdLease, releaseLease } from "./capture-lease.ts";
import { captureScripts, serverVersion, type CaptureScripts } from "./capture-scripts.ts";
import { buildCommandTable } from "./command-table.ts";
import type { CommandTable } from "./command-plan.ts";
import type { CaptureContext } from "./context.ts";
import { openControlConnection, reasonOf } from "./control-connection.ts";
import { findPrimary } from "./find-primary.ts";
import { joinStream } from "./join-stream.ts";
import { type LaneBook, openLaneBook } from "./lane-book.ts";
import { RetryError } from "./link-errors.ts";
import { readBack } from "./position-store.ts";
import { describeAddress, type RedisAddress } from "./redis-url.ts";
import { startStreaming, type Streaming } from "./streaming.ts";
import { supervise, type Supervised } from "./supervise.ts";

/** What a capture knows of its present or last session, to report it. */
export interface SessionView {
  streaming: Streaming | undefined;
  mode: AttachMode | undefined;
  evictionPolicy: string | undefined;
  /** The server was reached and let us in, at least once. */
  connected: boolean;
  /** The saved positions led to bytes that are no command stream: the next session joins without them. */
  distrusted: boolean;
  /** Attached, and every position is saved. */
  readonly onReady: () => void;
}

const FINAL_FLUSH_MS = 5000;

/** Resolves when capture is to stop, after a last flush; rejects when either connection or the lease failed. */
export async function runSession(context: CaptureContext, view: SessionView): Promise<void> {
  context.setPhase("connecting");
  const { address, limits, openClient, signal } = context;
  const primary = await findPrimary(address, { ...limits, signal });
  const control = await openControlConnection(primary, { ...limits, signal }, openClient);
  view.connected = true;
  try {
    await Promise.race([work({ ...context, primary }, view, control.client), fails(control.ended)]);
  } catch (thrown) {
    const error = coerceError(thrown);
    throw error.name === "ReplyError" || /^Connection is closed/.test(error.message) ? reasonOf(error, primary) : error;
  } finally {
    control.close();
  }
}

async function work(context: SessionContext, view: SessionView, client: Redis): Promise<void> {
  // A link that is made after the stop closes itself.
  const attached = await untilStopped(context, [attachTo(context, view, client)]);
  if (attached === undefined) return;
  try {
    await stream(context, view, attached);
  } finally {
    attached.link.close();
  }
}

/** The primary is where the address leads at present. */
interface SessionContext extends CaptureContext {
  readonly primary: RedisAddress;
}

interface Attached extends Supervised {
  readonly scripts: CaptureScripts;
  readonly book: LaneBook;
  readonly table: CommandTable;
  readonly loadTable: () => Promise<CommandTable>;
}

/** Undefined when capture is to stop before the lease was free. */
async function attachTo(context: SessionContext, view: SessionView, client: Redis): Promise<Attached | undefined> {
  const { primary, lanes, limits, routes, signal, events, log } = context;
  const scripts = captureScripts(await serverVersion(client));
  if (!(await waitForLease(context, client, scripts))) return undefined;
  context.setPhase("attaching");
  const loadTable = async () => buildCommandTable(await client.call("COMMAND"));
  const table = await loadTable();
  view.evictionPolicy = await evictionPolicy(client);
  const saved = await readBack(
    client,
    lanes,
    routes.map(({ name }) => name),
  );
  const positions = saved.map(({ position }) => (view.distrusted ? undefined : position));
  const joined = await joinStream({ client, log, address: primary, saved: positions, ...limits, signal });
  const { link, node, isReplica } = joined;
  const { mode, start } = link.attachment;
  const book = openLaneBook(lanes, routes, saved, link.attachment);
  const causes = [...new Set(book.lanes.flatMap(({ raises }) => raises.filter((cause) => cause !== undefined)))];
  view.mode = mode;
  view.distrusted = false;
  const at = `${isReplica ? "replica" : "primary"} ${describeAddress(node)}`;
  log.info({ mode, at, offset: start.offset, causes }, "attached to the replication stream");
  events.attached?.(mode, causes);
  context.setPhase("streaming");
  return { client, scripts, primary, ...joined, book, table, loadTable };
}

async function stream(context: SessionContext, view: SessionView, attached: Attached): Promise<void> {
  const { client, scripts, link } = attached;
  const streaming = startStreaming({ context, ...attached, onSaved: view.onReady });
  const renewal = keepLease(context, client, scripts);
  const supervision = supervise(context, attached);
  view.streaming = streaming;
  try {
    await untilStopped<void>(context, [streaming.flusher.failed, renewal.lost, supervision.failed, fails(link.ended)]);
  } catch (error) {
    if (!context.signal.aborted) throw error;
  } finally {
    renewal.end();
    supervision.end();
    if (!context.signal.aborted) streaming.flusher.close();
  }
  link.close();
  streaming.flusher.close();
  const last = streaming.flusher.settled().then(() => releaseLease(client, context.lease));
  await Promise.race([last, sleep(FINAL_FLUSH_MS, undefined, { ref: false })]);
}

/** False when capture is to stop before the lease was free. */
async function waitForLease(
  { lease, signal, setPhase, log }: CaptureContext,
  client: Redis,
  scripts: CaptureScripts,
): Promise<boolean> {
  for (let waited = false; !signal.aborted; waited = true) {
    if (await holdLease(client, scripts, lease)) return true;
    if (!waited) log.info({}, "another process captures; waiting for it to end");
    setPhase("waiting");
    await sleep(lease.ms / 3, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

function keepLease(
  { lease }: CaptureContext,
  client: Redis,
  scripts: CaptureScripts,
): { readonly lost: Promise<never>; end(): void } {
  let fail: (error: unknown) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => (fail = reject));
  lost.catch(() => undefined);
  const timer = setInterval(() => {
    holdLease(client, scripts, lease).then((held) => {
      if (!held) fail(new RetryError("another process took over capturing"));
    }, fail);
  }, lease.ms / 3);
  return { lost, end: () => clearInterval(timer) };
}

/** Undefined when the user may not ask or the server does not say. */
async function evictionPolicy(client: Redis): Promise<string | undefined> {
  const info = await client.info("memory").catch((error: unknown) => {
    if (lacksRight(coerceError(error).message)) return "";
    throw error;
  });
  return infoFields(info).get("maxmemory_policy");
}

/**
 * The first of them to settle; undefined when capture is to stop before. A promise that outlives the session, in a race, would keep hold of
 * everything that any session ever had.
 */
async function untilStopped<Result>(
  { signal }: CaptureContext,
  work: readonly Promise<Result>[],
): Promise<Result | undefined> {
  let stop: () => void = () => undefined;
  const stopped = new Promise<undefined>((resolve) => (stop = () => resolve(undefined)));
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  try {
    return await Promise.race([...work, stopped]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

async function fails(ended: Promise<Error>): Promise<never> {
  throw await ended;
}
