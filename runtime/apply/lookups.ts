import type { Job, LookupReader, LookupScript } from "../job.ts";
import type { Raw } from "../values/raw.ts";
import { Rejection } from "../values/rejection.ts";
import { createQuestions, type Answer, type Questions } from "./lookup-questions.ts";
import { luaScript } from "./lua.ts";
import { refuseSize, sizeOf } from "./max-value.ts";
import type { ReadValue } from "./packed-reply.ts";
import type { BatchReads } from "./read.ts";

/**
 * What mappings ask of other keys. A mapping is pure, so it runs with the answers that there are; where one is missing it goes on with null,
 * its result is thrown away, and it runs again when what it asked for has been read.
 *
 *   mapping ──all answered──▶ done
 *      └─ missed ─▶ fetch: one call a lookup, for all keys of the batch ─▶ mapping again
 */
export interface Answers {
  /** What `map` takes: a {@link LookupReader} by name. */
  readonly lookups: object;
  /** Whether something was asked since the last call that has no answer yet. */
  missed(): boolean;
  /** Reads what was missed. */
  fetch(reads: BatchReads): Promise<void>;
  /** Whether so much is known that the keys which have what they asked for should be written first. */
  full(): boolean;
  /** Forgets what may only be known within one batch. */
  nextBatch(): void;
  /** Forgets everything. */
  clear(): void;
  /** More rounds than any mapping needs. */
  readonly mostRounds: number;
}

/** What lookups read for one batch, unless a single key asks for more. */
const BATCH_BYTES = 64 * 1024 * 1024;

/** A question depends on the answers of lookups above it, and seldom on others of its own: `c[c[name]]`. */
const SPARE_ROUNDS = 16;

/** `share` is the part that this lane has of what the route may keep. */
export function createAnswers(job: Job, share: number): Answers {
  let missed = false;
  const miss = (): void => void (missed = true);
  const entries = Object.entries(job.lookups).map(([name, script]) => {
    const lookup: Lookup = { job, name, script, share, miss };
    return { name, values: valueQuestions(lookup), members: memberQuestions(lookup) };
  });
  const all = entries.flatMap(({ values, members }): readonly Omit<Questions<never>, "ask">[] => [values, members]);
  return {
    lookups: Object.fromEntries(entries.map(({ name, values, members }) => [name, readerOf(values, members)])),
    missed: () => {
      const before = missed;
      missed = false;
      return before;
    },
    fetch: async (reads) => {
      for (const questions of all) await questions.fetch(reads);
    },
    full: () => all.reduce((sum, questions) => sum + questions.bytes(), 0) > BATCH_BYTES,
    nextBatch: () => all.forEach((questions) => questions.nextBatch()),
    clear: () => all.forEach((questions) => questions.clear()),
    mostRounds: all.length + SPARE_ROUNDS,
  };
}

interface Lookup {
  readonly job: Job;
  readonly name: string;
  readonly script: LookupScript;
  readonly share: number;
  readonly miss: () => void;
}

interface Member {
  readonly key: string;
  readonly member: Raw;
}

function readerOf(values: Questions<string>, members: Questions<Member>): LookupReader {
  return {
    read: (key) => (key === null ? null : values.ask(key)),
    probe: (key, member) => (key === null || member === null ? null : rawOrNull(members.ask({ key, member }))),
  };
}

/** The value of a key. */
function valueQuestions(lookup: Lookup): Questions<string> {
  const script = luaScript(lookup.script.read ?? "");
  const operands = [lookup.job.delivery.maxValue];
  const value = (parts: readonly (Raw | null)[]): unknown =>
    lookup.script.value(
      (index) => parts[index] ?? null,
      () => parts,
    );
  return createQuestions({
    ...lookup,
    cached: lookup.script.cached,
    idOf: (key) => key,
    read: async (keys, reads) => {
      const found = await reads.readAll({ script, keys: keys.map(bytesOf), operands: () => operands }, BATCH_BYTES);
      return found.map((read) => answerOf(lookup, read, value));
    },
  });
}

/** One member of a key. */
function memberQuestions(lookup: Lookup): Questions<Member> {
  const script = luaScript(lookup.script.probe ?? "");
  const value = ([part = null]: readonly (Raw | null)[]): Raw | null =>
    part === null ? null : (lookup.script.member?.(part) ?? part);
  return createQuestions({
    ...lookup,
    cached: lookup.script.cached,
    idOf: ({ key, member }) =>
      `${key.length}:${key}${typeof member === "string" ? bytesOf(member) : member.toString("latin1")}`,
    read: async (asked, reads) => {
      const operands = (positions: readonly number[]): Raw[] => positions.map((at) => asked[at]?.member ?? "");
      const found = await reads.readAll({ script, keys: asked.map(({ key }) => bytesOf(key)), operands }, BATCH_BYTES);
      return found.map((read) => answerOf(lookup, read, value));
    },
  });
}

function answerOf(
  { job, name, script }: Lookup,
  read: ReadValue | undefined,
  value: (parts: readonly (Raw | null)[]) => unknown,
): Answer | undefined {
  if (read === undefined) return undefined;
  if (read === null) return { value: null, rejection: undefined, bytes: 0 };
  const bytes = sizeOf(read);
  try {
    if (typeof read === "number" || bytes > job.delivery.maxValue) refuseSize(job, bytes, name);
    return { value: value(script.cached === undefined ? read : detached(read)), rejection: undefined, bytes };
  } catch (thrown) {
    if (!(thrown instanceof Rejection)) throw thrown;
    return { value: null, rejection: thrown, bytes: 0 };
  }
}

/** Views of a reply would keep all of it. */
function detached(parts: readonly (Raw | null)[]): readonly (Raw | null)[] {
  return parts.map((part) => (Buffer.isBuffer(part) ? Buffer.from(part) : part));
}

function rawOrNull(value: unknown): Raw | null {
  return typeof value === "string" || Buffer.isBuffer(value) ? value : null;
}

/** A text's UTF-8 as a latin1 string. */
function bytesOf(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}
