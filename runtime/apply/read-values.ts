import { keyArgument, type Argument } from "./lua.ts";
import type { ReadValue } from "./packed-reply.ts";
import type { BatchReads } from "./read.ts";
import type { Route } from "./route.ts";

export interface WantedValues {
  readonly keys: readonly string[];
  /** For each key the members of its value that are to be read; undefined for the whole value. */
  readonly asked: readonly (readonly string[] | undefined)[];
  /** Whether everything is read, however much it is. */
  readonly isWhole: boolean;
}

/** By position; undefined for keys that were not read, since the byte budget was spent. */
export async function readValues(
  route: Route,
  reads: BatchReads,
  { keys, asked, isWhole }: WantedValues,
): Promise<(ReadValue | undefined)[]> {
  const { maxValue } = route.job.delivery;
  const { readMembers } = route;
  const values = keys.map((): ReadValue | undefined => undefined);
  const isSingle = (at: number): boolean => readMembers !== undefined && asked[at] !== undefined;
  const wholes = positionsOf(keys, (at) => !isSingle(at));
  const singles = positionsOf(keys, isSingle);
  if (wholes.length > 0) {
    const request = { script: route.read, keys: wholes.map((at) => keys[at] ?? ""), operands: () => [maxValue] };
    place(values, wholes, isWhole ? await reads.readAll(request) : await reads.read(request));
  }
  if (singles.length > 0 && readMembers !== undefined) {
    const members = singles.map((at) => asked[at] ?? []);
    const operands = (positions: readonly number[]): readonly Argument[] => [maxValue, ...packed(positions, members)];
    const request = { script: readMembers, keys: singles.map((at) => keys[at] ?? ""), operands };
    place(values, singles, await reads.read(request));
  }
  return values;
}

function positionsOf(keys: readonly string[], holds: (at: number) => boolean): readonly number[] {
  return [...keys.keys()].filter(holds);
}

function place(
  values: (ReadValue | undefined)[],
  positions: readonly number[],
  read: readonly (ReadValue | undefined)[],
): void {
  for (const [n, at] of positions.entries()) values[at] = read[n];
}

/** How many members are asked for of each key, then all of them. */
function packed(positions: readonly number[], members: readonly (readonly string[])[]): readonly Argument[] {
  const own = positions.map((at) => members[at] ?? []);
  return [...own.map(({ length }) => length), ...own.flat().map(keyArgument)];
}
