import type { ReadAt } from "./assemble.ts";
import type { createMapper, MappedReply } from "./map-keys.ts";
import { withRest, type Part } from "./part.ts";
import { groupBySlot, readGroups, type ReadReply } from "./read.ts";
import type { ApplyContext, Route } from "./route.ts";

/** A part whose values were read and mapped. */
export interface Prepared extends MappedReply {
  readonly part: Part;
  /** Keys that were not read, since the byte budget was spent; they are to come next. */
  readonly rest: Part | undefined;
  readonly readAt: ReadAt;
}

/** Reads the part's values and maps them. */
export async function prepare(
  context: ApplyContext,
  route: Route,
  mapper: ReturnType<typeof createMapper>,
  part: Part,
): Promise<Prepared> {
  for (;;) {
    const replies = await readGroups(context, route.read, groupBySlot(part));
    // Values from two histories of one server can't be told in order: such a batch is read again.
    if (!isOneHistory(replies)) continue;
    const [now, rest] = split(part, replies);
    return { ...mapAll(mapper, replies), part: now, rest, readAt: readAtOf(replies) };
  }
}

function mapAll(mapper: ReturnType<typeof createMapper>, replies: readonly ReadReply[]): MappedReply {
  const [first, ...others] = replies;
  if (first === undefined) return { mapped: [], rejected: [], gone: [], unmatched: 0 };
  const all = mapper(first);
  for (const reply of others) {
    const more = mapper(reply);
    all.mapped.push(...more.mapped);
    all.rejected.push(...more.rejected);
    all.gone.push(...more.gone);
    all.unmatched += more.unmatched;
  }
  return all;
}

function split(part: Part, replies: readonly ReadReply[]): readonly [Part, Part | undefined] {
  if (replies.every(({ values, group }) => values.length >= group.keys.length)) return [part, undefined];
  const keys = replies.flatMap(({ values, group }) => group.keys.slice(values.length));
  const times = replies.flatMap(({ values, group }) => group.times.slice(values.length));
  return withRest(part, keys, times);
}

function isOneHistory(replies: readonly ReadReply[]): boolean {
  return replies.every(({ replid }) => replid === replies[0]?.replid);
}

function readAtOf(replies: readonly ReadReply[]): ReadAt {
  const [first] = replies;
  return first === undefined ? undefined : { replid: first.replid, offset: first.offset };
}
