import type { Destination } from "../destination.ts";
import type { Instant } from "../values/instant.ts";
import type { Raw } from "../values/raw.ts";
import { Rejection } from "../values/rejection.ts";
import { distinctRows } from "./distinct-rows.ts";
import type { Answers } from "./lookups.ts";
import { refuseSize, sizeOf } from "./max-value.ts";
import type { ReadValue } from "./packed-reply.ts";
import type { Route } from "./route.ts";

/** A key's part of a batch: one element a table of the route. */
export interface MappedKey {
  readonly key: string;
  readonly owners: readonly object[];
  /** Distinct rows. All empty when the key is absent or `where` leaves it out. Of a table that appends, those of each observation. */
  readonly rows: readonly (readonly object[])[];
  /** What was read, for a snapshot, should the target refuse it. */
  readonly captures: object;
  /** Undefined when the key is absent. */
  readonly value: unknown;
  /**
   * Where only some members of a present value were read: for each table the `key` columns of rows of members that are gone. Then `rows` are not all that
   * the key yields, and nothing else of it may be removed.
   */
  readonly left?: readonly (readonly object[])[] | undefined;
}

export interface RejectedKey {
  readonly key: string;
  readonly rejection: Rejection;
  readonly captures: object | undefined;
  readonly value: unknown;
}

export interface ReadKey {
  readonly key: string;
  readonly read: ReadValue;
  /** When its last change was observed. */
  readonly time: Instant;
  /** When each change was observed that a row is appended for. */
  readonly observed: readonly Instant[];
  /** The members that were read; undefined for the whole value. */
  readonly asked?: readonly string[] | undefined;
}

/**
 * - `gone`: absent, and it never had a row, since no column holds its captures.
 * - `frozen`: by `skip when`.
 * - `unmatched`: not the job's; it was named under another pattern.
 * - `pending`: its mapping asked for what is still to be read.
 */
export type Outcome =
  | { readonly kind: "mapped"; readonly item: MappedKey }
  | { readonly kind: "rejected"; readonly item: RejectedKey }
  | { readonly kind: "gone" | "frozen" | "unmatched" | "pending" };

/** Makes the function that turns what was read of a key into rows. The closures over a cursor keep the hot path free of allocation. */
export function createMapper(route: Route, answers: Answers): (one: ReadKey) => Outcome {
  const { job } = route;
  let match: RegExpExecArray | undefined;
  let parts: readonly (Raw | null)[] = NO_PARTS;
  const capture = (index: number): Raw => rawOf(match?.[index] ?? "");
  const part = (index: number): Raw | null => parts[index] ?? null;
  const all = (): readonly (Raw | null)[] => parts;

  function valueOf(read: NonNullable<ReadValue>): unknown {
    const size = sizeOf(read);
    if (size > job.delivery.maxValue) refuseSize(job, size);
    return job.value(part, all);
  }

  function mapOne(one: ReadKey): Outcome {
    let captures: object | undefined;
    let value: unknown;
    try {
      captures = job.captures(capture, part);
      if (one.read === null) return goneOutcome(route, one, captures);
      value = valueOf(one.read);
      const rows = rowsOf({ route, one, captures, value }, answers);
      if (rows === undefined) return FROZEN;
      const owners = ownersOf(route, one, captures);
      const left = one.asked && leftOf(route, { owners, rows }, one.asked);
      return { kind: "mapped", item: { key: one.key, owners, rows, captures, value, left } };
    } catch (thrown) {
      return rejected(thrown, { key: one.key, captures, value });
    }
  }

  return (one) => {
    match = job.pattern.regex.exec(one.key) ?? undefined;
    if (match === undefined) return UNMATCHED;
    parts = isParts(one.read) ? one.read : NO_PARTS;
    const outcome = mapOne(one);
    parts = NO_PARTS;
    return answers.missed() ? PENDING : outcome;
  };
}

const NO_PARTS: readonly (Raw | null)[] = [];
const GONE: Outcome = { kind: "gone" };
const FROZEN: Outcome = { kind: "frozen" };
const UNMATCHED: Outcome = { kind: "unmatched" };
const PENDING: Outcome = { kind: "pending" };

interface Present {
  readonly route: Route;
  readonly one: ReadKey;
  readonly captures: object;
  readonly value: unknown;
}

/** Undefined while the key is frozen, which does not depend on the time. */
function rowsOf(present: Present, { lookups }: Answers): MappedKey["rows"] | undefined {
  const { route, one, captures, value } = present;
  const last = route.job.map(captures, value, one.time, lookups);
  if (last === undefined) return undefined;
  const observed = one.observed.map((time) =>
    time === one.time ? last : route.job.map(captures, value, time, lookups),
  );
  return route.tables.map((table) =>
    table.mode === "append"
      ? observed.flatMap((yielded) => (yielded === undefined ? [] : table.rowsOf(yielded)))
      : distinctRows(table, table.rowsOf(last)),
  );
}

function rejected(thrown: unknown, item: Omit<RejectedKey, "rejection">): Outcome {
  if (!(thrown instanceof Rejection)) throw thrown;
  return { kind: "rejected", item: { ...item, rejection: thrown } };
}

/** What a removal appends can be rejected like every other row; then the rows that the key had stay as they are. */
function goneOutcome(route: Route, one: ReadKey, captures: object): Outcome {
  const owners = ownersOfGone(route, one, captures);
  if (owners === undefined) return GONE;
  const item = { key: one.key, owners, rows: goneRows(route, one, captures), captures, value: undefined };
  return { kind: "mapped", item };
}

/** Undefined where no column holds the captures. */
function ownersOfGone(route: Route, one: ReadKey, captures: object): MappedKey["owners"] | undefined {
  try {
    return ownersOf(route, one, captures);
  } catch (thrown) {
    if (thrown instanceof Rejection) return undefined;
    throw thrown;
  }
}

/** An absent key has no rows, but its removal may append some. */
function goneRows({ tables }: Route, { observed }: ReadKey, captures: object): MappedKey["rows"] {
  return tables.map((table) => observed.flatMap((time) => table.goneRow?.(captures, time) ?? []));
}

function ownersOf({ tables }: Route, { time, read }: ReadKey, captures: object): readonly object[] {
  return tables.map((table) => table.ownerOf(captures, time, read === null));
}

/** Rows of these members that are not yielded any more. */
function leftOf(
  { tables }: Route,
  { owners, rows }: Pick<MappedKey, "owners" | "rows">,
  asked: readonly string[],
): MappedKey["left"] {
  return tables.map((table, at) => {
    const yielded = new Set((rows[at] ?? []).map((row) => table.identityOf(row)));
    return asked.flatMap((member) => {
      const key = memberKey(table, owners[at] ?? {}, rawOf(member));
      return key === undefined || yielded.has(table.identityOf(key)) ? [] : [key];
    });
  });
}

/** Undefined where no row can stand for the member: then none ever did. */
function memberKey(table: Destination, owner: object, member: Raw): object | undefined {
  try {
    return table.memberKey?.(owner, member);
  } catch (thrown) {
    if (thrown instanceof Rejection) return undefined;
    throw thrown;
  }
}

function isParts(read: ReadValue): read is readonly (Raw | null)[] {
  return typeof read === "object" && read !== null;
}

function rawOf(text: string): Raw {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f) return Buffer.from(text, "latin1");
  }
  return text;
}
