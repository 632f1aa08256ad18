import type { ReadAt } from "./assemble.ts";
import { createAnswers } from "./lookups.ts";
import type { ScriptRunner } from "./lua.ts";
import { createMapper, type ReadKey } from "./map-keys.ts";
import { mapPart, type MappedKeys, type PartMapper } from "./map-part.ts";
import type { ReadValue } from "./packed-reply.ts";
import { withRest, type Part } from "./part.ts";
import { createBatchReads, HistoryChanged, unread, type BatchReads } from "./read.ts";
import { appends, type ApplyContext, type Route } from "./route.ts";

/** A part whose values were read and mapped. */
export interface Prepared extends MappedKeys {
  readonly part: Part;
  /** Keys that were not read, since the byte budget was spent; they are to come next. */
  readonly rest: Part | undefined;
  readonly readAt: ReadAt;
}

/** Makes the function that reads a part's values and maps them. What lookups keep lives as long as it. */
export function createPreparer(
  context: ScriptRunner & Pick<ApplyContext, "lanes">,
  route: Route,
): (part: Part) => Promise<Prepared> {
  const answers = createAnswers(route.job, 1 / context.lanes);
  const mapper: PartMapper = { map: createMapper(route, answers), answers, isWhole: appends(route) };
  return async (part) => {
    for (;;) {
      try {
        return await prepare(route, mapper, { part, reads: createBatchReads(context) });
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
  { part, reads }: { readonly part: Part; readonly reads: BatchReads },
): Promise<Prepared> {
  const operands = [route.job.delivery.maxValue];
  const request = { script: route.read, keys: part.keys, operands: () => operands };
  // Where rows are appended an entry is committed as a whole, so all of it is read.
  const values = mapper.isWhole ? await reads.readAll(request) : await reads.read(request);
  const { keys, positions } = readKeys(part, values);
  const mapped = await mapPart(mapper, keys, reads);
  const missing = [...mapped.postponed.flatMap((at) => positions.slice(at, at + 1)), ...unread(values)];
  const [now, rest] = missing.length === 0 ? [part, undefined] : withRest(part, missing);
  return { ...mapped, part: now, rest, readAt: reads.at() };
}

/** Those that were read, and their positions in the part. */
function readKeys({ keys, times, observed }: Part, values: readonly (ReadValue | undefined)[]) {
  const found: ReadKey[] = [];
  const positions: number[] = [];
  keys.forEach((key, at) => {
    const read = values[at];
    const time = times[at];
    if (read === undefined || time === undefined) return;
    found.push({ key, read, time, observed: observed?.[at] ?? NEVER });
    positions.push(at);
  });
  return { keys: found, positions };
}

const NEVER: ReadKey["observed"] = [];
