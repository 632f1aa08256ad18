/**
 * A place in a source's replication stream, always between two commands and outside MULTI … EXEC.
 *
 * Offsets are numbers: a stream would have to carry 9 petabytes to leave the range of exact integers.
 */
export interface Position {
  /** Names the history that the offset counts in. */
  readonly replid: string;
  /** Bytes of the stream before this place. */
  readonly offset: number;
  /** The database that is selected here; undefined until the stream's first SELECT. */
  readonly database: number | undefined;
}

/** The stored form, `replid:offset:db`, with `?` for an unknown database. */
export function encodePosition({ replid, offset, database }: Position): string {
  return `${replid}:${offset}:${database ?? "?"}`;
}

/** Undefined when the text is no position: it is then as good as missing. */
export function decodePosition(text: string | null | undefined): Position | undefined {
  const [, replid, offset, database] = /^([0-9a-f]{40}):(\d{1,16}):(\d{1,9}|\?)$/.exec(text ?? "") ?? [];
  if (replid === undefined || !Number.isSafeInteger(Number(offset))) return undefined;
  return { replid, offset: Number(offset), database: database === "?" ? undefined : Number(database) };
}

/** The order of two positions of one history; where a failover joined two histories, they share their offsets. */
export function comparePositions(left: Position, right: Position): number {
  return left.offset - right.offset;
}
