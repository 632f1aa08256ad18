import type { ReadAt } from "./assemble.ts";
import { createAnswers } from "./lookups.ts";
import type { ScriptRunner } from "./lua.ts";
import { createMapper, type ReadKey } from "./map-keys.ts";
import { mapPart, type MappedKeys, type PartMapper } from "./map-part.ts";
import type { ReadValue } from "./packed-reply.ts";
import { withRest, type Part } from "./part.ts";
import { readValues } from "./read-values.ts";
import { createBatchReads, HistoryChanged, unread, type BatchReads } from "./read.ts";
import { appends, type ApplyContext, type Route } from "./route.ts";

/** A part whose values were read and mapped. */
export interface Prepared extends MappedKeys {
  readonly part: Part;
  /** Keys that were not read, since the byte budget was spent; they are to come next. */
  readonly rest: Part | undefined;
  readonly readAt: ReadAt;
}

/**
 * Makes the function that reads a part's values and maps them. What lookups keep lives as long as it. A key that is held (dead-lettered, parked) is read as a
 * whole, for all of it is to be written when it heals.
 */
export function createPreparer(
  context: ScriptRunner & Pick<ApplyContext, "lanes">,
  route: Route,
  isHeld: (key: string) => boolean = () => false,
): (part: Part) => Promise<Prepared> {
  const answers = createAnswers(route.job, 1 / context.lanes);
  const mapper: PartMapper = { map: createMapper(route, answers), answers, isWhole: appends(route) };
  return async (part) => {
    for (;;) {
      try {
        return await prepare(route, mapper, { part, reads: createBatchReads(context), isHeld });
      } catch (error) {
        if (!(error instanceof HistoryChanged)) throw error;
        answers.clear();
      }
    }
  };
}

async function prepare(
  route: Route,
  mapper: PartMapper,
  {
    part,
    reads,
    isHeld,
  }: { readonly part: Part; readonly reads: BatchReads; readonly isHeld: (key: string) => boolean },
): Promise<Prepared> {
  const asked = part.keys.map((key) => (isHeld(key) ? undefined : part.members?.get(key)));
  // Where rows are appended an entry is committed as a whole, so all of it is read.
  const values = await readValues(route, reads, { keys: part.keys, asked, isWhole: mapper.isWhole });
  const { keys, positions } = readKeys(part, values, asked);
  const mapped = await mapPart(mapper, keys, reads);
  const missing = [...mapped.postponed.flatMap((at) => positions.slice(at, at + 1)), ...unread(values)];
  const [now, rest] = missing.length === 0 ? [part, undefined] : withRest(part, missing);
  return { ...mapped, part: now, rest, readAt: reads.at() };
}

/** Those that were read, and their positions in the part. */
function readKeys(
  { keys, times, observed }: Part,
  values: readonly (ReadValue | undefined)[],
  asked: readonly (readonly string[] | undefined)[],
) {
  const found: ReadKey[] = [];
  const positions: number[] = [];
  keys.forEach((key, at) => {
    const read = values[at];
    const time = times[at];
    if (read === undefined || time === undefined) return;
    found.push({ key, read, time, observed: observed?.[at] ?? NEVER, asked: asked[at] });
    positions.push(at);
  });
  return { keys: found, positions };
}

const NEVER: ReadKey["observed"] = [];
