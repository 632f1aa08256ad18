import type { Members } from "../control/stream-entry.ts";

/** More changed members than that and the whole key is looked at. */
export const MOST_MEMBERS = 128;
const MOST_BYTES = 4096;

/** Of keys of whose value only a few members changed since the last flush: which. A key that changed otherwise is not in it. */
export interface ChangedMembers {
  readonly byKey: Map<string, MembersOfKey>;
}

interface MembersOfKey {
  readonly members: Set<string>;
  bytes: number;
}

export function noMembers(): ChangedMembers {
  return { byKey: new Map() };
}

/** Adds members of a key that is in it, or new. Returns false where they are too many: then the key is to be whole. */
export function addMembers({ byKey }: ChangedMembers, key: string, members: Iterable<string>): boolean {
  const one = byKey.get(key) ?? { members: new Set<string>(), bytes: 0 };
  for (const member of members) {
    if (one.members.has(member)) continue;
    one.members.add(member);
    one.bytes += member.length;
  }
  const fits = one.members.size <= MOST_MEMBERS && one.bytes <= MOST_BYTES;
  if (fits) byKey.set(key, one);
  else byKey.delete(key);
  return fits;
}

/** As a stream entry holds them. */
export function membersOf({ byKey }: ChangedMembers): Members {
  return new Map([...byKey].map(([key, { members }]) => [key, [...members]]));
}
