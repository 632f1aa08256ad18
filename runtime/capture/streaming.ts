import type { Redis } from "ioredis";
import { createCommandReader, type CommandReader } from "./command-reader.ts";
import type { CommandSink } from "./command-state.ts";
import type { CommandTable } from "./command-plan.ts";
import type { CaptureScripts } from "./capture-scripts.ts";
import type { CaptureContext } from "./context.ts";
import { addKey, addKeyMembers, asksForMembers, createDirtySet, type DirtySet } from "./dirty-set.ts";
import { createFlusher, type Flusher } from "./flusher.ts";
import { withMembers } from "./member-commands.ts";
import { type LaneBook, raise } from "./lane-book.ts";
import type { ReplicationLink } from "./replication-link.ts";

/** An attached session: stream → reader → dirty set → flusher → streams. */
export interface Streaming {
  readonly reader: CommandReader;
  readonly dirty: DirtySet;
  readonly book: LaneBook;
  readonly flusher: Flusher;
}

export interface StreamingParts {
  readonly context: CaptureContext;
  readonly client: Redis;
  readonly scripts: CaptureScripts;
  readonly link: ReplicationLink;
  readonly book: LaneBook;
  readonly table: CommandTable;
  readonly loadTable: () => Promise<CommandTable>;
  readonly onSaved: () => void;
}

/** An unknown command's name is looked for again at most so often. */
const RELOAD_MS = 60_000;

export function startStreaming(parts: StreamingParts): Streaming {
  const { context, client, scripts, link, book, table, onSaved } = parts;
  const { events, routes, keys } = context;
  const floors = book.lanes.map(({ position }) => position.offset);
  const dirty = createDirtySet({ routes, keys, floors, onUnmatched: (job, key) => events.unmatched?.(job, key) });
  // The sink is called only by read(), when everything below exists.
  // Where nobody asks for members their bytes are stepped over.
  const planned = routes.some(({ memberwise }) => memberwise === true)
    ? withMembers
    : (plain: CommandTable): CommandTable => plain;
  const reader = createCommandReader(link.attachment.start, planned(table), {
    ...watchedKeys(context, dirty),
    ...losses(context, book, floors, () => flusher.request()),
    unknownCommand: reloader(parts, (fresh) => reader.use(planned(fresh))),
    acknowledge: link.acknowledge,
  });
  const flusher = createFlusher({ context, client, scripts, book, dirty, reader, onSaved });
  flusher.request();
  link.flow((chunk) => {
    reader.read(chunk);
    if (dirty.size > 0) flusher.request();
  });
  return { reader, dirty, book, flusher };
}

/** While the database is unknown, a key counts. */
function watchedKeys(
  { address }: CaptureContext,
  dirty: DirtySet,
): Pick<CommandSink, "key" | "members" | "asksForMembers"> {
  const concerns = (database: number | undefined): boolean => database === address.database || database === undefined;
  return {
    key(key, start, database) {
      if (concerns(database)) addKey(dirty, key, start);
    },
    asksForMembers: (key, database) => concerns(database) && asksForMembers(dirty, key),
    members(key, members, start, database) {
      if (concerns(database)) addKeyMembers(dirty, { key, members, start });
    },
  };
}

/** Events that leave keys or our own bookkeeping in doubt. A lane whose position lies behind one has recorded it. */
function losses(
  { address, log, events }: CaptureContext,
  book: LaneBook,
  floors: readonly number[],
  request: () => void,
): Pick<CommandSink, "controlKey" | "keyspace"> {
  const concerns = (database: number | undefined) => database === undefined || database === address.database;
  return {
    controlKey(key, start, database) {
      const guarded = book.guarded.get(key);
      const lane = guarded && book.lanes[guarded.lane];
      if (guarded === undefined || lane === undefined) return;
      if (!concerns(database) || start < (floors[guarded.lane] ?? 0)) return;
      log.warn(
        { key, what: guarded.what },
        "somebody touched a key of ours: what it held is lost, and a sweep makes up for it",
      );
      events.lost?.(guarded.what);
      raise(lane, "control_keys_lost", guarded.route);
      request();
    },
    keyspace(databases, start) {
      if (databases !== "all" && !databases.some(concerns)) return;
      log.warn({}, "the database was emptied or exchanged");
      book.lanes.forEach((lane, index) => {
        if (start >= (floors[index] ?? 0)) raise(lane, "keyspace_replaced");
      });
      request();
    },
  };
}

/** A module may have been loaded since. Until its commands are known, each of their words counts as a key. */
function reloader({ context, loadTable }: StreamingParts, use: (table: CommandTable) => void): (name: string) => void {
  const asked = new Map<string, number>();
  return (name) => {
    if (performance.now() - (asked.get(name) ?? -Infinity) < RELOAD_MS) return;
    asked.set(name, performance.now());
    context.log.warn({ command: name }, "a command that the server had not told of; its commands are asked for again");
    // A failure ends the session by itself, or leaves the table as it is.
    loadTable().then(use, () => undefined);
  };
}
