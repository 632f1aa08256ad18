import { MOST_MEMBERS } from "../capture/changed-members.ts";

/** Keys of a part of whose value only these members are to be read. */
export type JoinedMembers = Map<string, readonly string[]>;

export interface Naming {
  readonly key: string;
  /** Whether it was named before, in the same part. */
  readonly isKnown: boolean;
  /** Undefined where the whole key is named. */
  readonly members: readonly string[] | undefined;
}

/** A key that was named as a whole once stays whole, and one of which many members are named becomes so. */
export function joinMembers(joined: JoinedMembers, { key, isKnown, members }: Naming): void {
  const before = joined.get(key);
  if (members === undefined || (isKnown && before === undefined)) return void joined.delete(key);
  const both = before === undefined ? members : [...new Set([...before, ...members])];
  if (both.length > MOST_MEMBERS) joined.delete(key);
  else joined.set(key, both);
}
