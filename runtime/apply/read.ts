import { keyArgument, runReadScript, type Argument, type LuaScript, type ScriptRunner } from "./lua.ts";
import { sizeOf } from "./max-value.ts";
import { unpackReply, type ReadValue } from "./packed-reply.ts";
import type { ReadAt } from "./assemble.ts";

/** Bytes of values that one call may return, unless a single key holds more. */
export const READ_BUDGET = 8 * 1024 * 1024;

export interface ReadRequest {
  readonly script: LuaScript;
  /** Bytes as latin1 strings. */
  readonly keys: readonly string[];
  /** What the script takes behind the budget when it reads the keys at these positions. */
  readonly operands: (positions: readonly number[]) => readonly Argument[];
}

/** All that is read for one batch. Values from two histories of one server can't be told in order: then it throws {@link HistoryChanged}. */
export interface BatchReads {
  /** One call a slot group. By position; undefined for keys that were not read, since the byte budget was spent. */
  read(request: ReadRequest): Promise<readonly (ReadValue | undefined)[]>;
  /** As many calls as it takes, or until so many bytes were read; undefined for keys that were not read then. */
  readAll(request: ReadRequest, most?: number): Promise<readonly (ReadValue | undefined)[]>;
  /** The latest of all reads; undefined before the first one. */
  readonly at: () => ReadAt;
}

/** The server was replaced, or replaced its history, while a batch was read: the batch is read again. */
export class HistoryChanged extends Error {
  override readonly name = "HistoryChanged";
}

export function createBatchReads(runner: ScriptRunner): BatchReads {
  let at: ReadAt;

  async function readGroup(request: ReadRequest, positions: readonly number[], values: (ReadValue | undefined)[]) {
    const keys = positions.map((position) => keyArgument(request.keys[position] ?? ""));
    const reply = await runReadScript(runner, request.script, keys, [READ_BUDGET, ...request.operands(positions)]);
    if (!Buffer.isBuffer(reply)) throw new Error("The read script did not reply a string.");
    const { replid, offset, values: read } = unpackReply(reply);
    if (at !== undefined && at.replid !== replid) throw new HistoryChanged();
    if (at === undefined || offset > at.offset) at = { replid, offset };
    for (const [n, value] of read.entries()) values[positions[n] ?? 0] = value;
  }

  async function readAt(request: ReadRequest, positions: readonly number[], values: (ReadValue | undefined)[]) {
    const groups = groupBySlot(positions);
    await Promise.all(groups.map((group) => readGroup(request, group, values)));
  }

  async function read(request: ReadRequest): Promise<readonly (ReadValue | undefined)[]> {
    const values = request.keys.map((): ReadValue | undefined => undefined);
    await readAt(request, [...values.keys()], values);
    return values;
  }

  async function readAll(request: ReadRequest, most = Infinity): Promise<readonly (ReadValue | undefined)[]> {
    const values = request.keys.map((): ReadValue | undefined => undefined);
    for (let missing = unread(values); missing.length > 0; missing = unread(values)) {
      await readAt(request, missing, values);
      if (values.reduce<number>((sum, value) => sum + sizeOf(value ?? null), 0) > most) break;
    }
    return values;
  }

  return { read, readAll, at: () => at };
}

/** The positions of the values that are still to be read. */
export function unread(values: readonly (ReadValue | undefined)[]): readonly number[] {
  const positions: number[] = [];
  values.forEach((value, at) => {
    if (value === undefined) positions.push(at);
  });
  return positions;
}

/** Everything on a single server: one group. */
function groupBySlot(positions: readonly number[]): readonly (readonly number[])[] {
  return positions.length === 0 ? [] : [positions];
}
