import type { ServerHistory } from "../capture/server-history.ts";

/**
 * How far a lane's rows were appended: the last stream entry, and the offset up to which it names the source's changes, in the history with that
 * replid. The entry alone tells while the stream is what it was. A failover may lose entries whose changes it kept; they are named again by another
 * entry, and the offset tells.
 */
export interface AppendMark {
  /** `ms-seq`. */
  readonly entry: string;
  readonly at: SourcePlace | undefined;
}

/** An offset of the source's stream, in the history that it is counted in. */
export interface SourcePlace {
  readonly replid: string;
  readonly offset: number;
}

/** What is to be known of a server's history to place the offsets of others in it. */
export type Lineage = Pick<ServerHistory, "replid" | "previousReplid" | "previousEnd">;

/** As it stands in the checkpoint: `ms-seq@replid:offset`, or the entry alone. */
export function encodeAppendMark({ entry, at }: AppendMark): string {
  return at === undefined ? entry : `${entry}@${at.replid}:${at.offset}`;
}

export function decodeAppendMark(text: string | undefined): AppendMark | undefined {
  const [entry, place] = text?.split("@") ?? [];
  if (entry === undefined) return undefined;
  const [, replid, offset] = /^([0-9a-f]+):(\d{1,16})$/.exec(place ?? "") ?? [];
  return { entry, at: replid === undefined ? undefined : { replid, offset: Number(offset) } };
}

/** The same in the server's present history, as far as that has the changes; what it lacks is counted anew there. */
export function markWithin({ entry, at }: AppendMark, lineage: Lineage): AppendMark {
  return { entry, at: at && placeWithin(at, lineage) };
}

/** Undefined for a place in a history that the server does not continue: its offsets say nothing about the present ones. */
export function placeWithin(
  at: SourcePlace,
  { replid, previousReplid, previousEnd }: Lineage,
): SourcePlace | undefined {
  if (at.replid === replid) return at;
  return at.replid === previousReplid ? { replid, offset: Math.min(at.offset, previousEnd - 1) } : undefined;
}
