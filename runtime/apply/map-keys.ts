import type { Table } from "../job.ts";
import { instant, type Instant } from "../values/instant.ts";
import type { Raw } from "../values/raw.ts";
import { Rejection } from "../values/rejection.ts";
import type { ReadReply } from "./read.ts";
import type { Route } from "./route.ts";

/** A key's part of a batch: one element a table of the route. */
export interface MappedKey {
  readonly key: string;
  readonly owners: readonly object[];
  /** Distinct rows. All empty when the key is absent or `where` leaves it out. */
  readonly rows: readonly (readonly object[])[];
  /** What was read, for a snapshot, should the target refuse it. */
  readonly captures: object;
  readonly value: object | undefined;
}

export interface RejectedKey {
  readonly key: string;
  readonly rejection: Rejection;
  readonly captures: object | undefined;
  readonly value: object | undefined;
}

export interface MappedReply {
  readonly mapped: MappedKey[];
  readonly rejected: RejectedKey[];
  /** Absent keys that never had a row, since no column holds their captures. */
  readonly gone: string[];
  /** Keys that are not the job's: they were named under another pattern. */
  unmatched: number;
}

/** What was read of one key; null when it is absent. */
type Values = ReadReply["values"][number];

/** Makes the function that turns replies of the read script into rows. The closures over a cursor keep the hot path free of allocation. */
export function createMapper(route: Route): (reply: ReadReply) => MappedReply {
  const { job, tables } = route;
  const { regex } = job.pattern;
  let match: RegExpExecArray | undefined;
  let read: Values = null;
  const capture = (index: number): Raw => rawOf(match?.[index] ?? "");
  const field = (index: number): Raw | null => read?.[index] ?? null;

  function mapOne(key: string, time: Instant, reply: MappedReply): void {
    let captures: object | undefined;
    let value: object | undefined;
    try {
      captures = job.captures(capture);
      if (read !== null) {
        refuseTooLarge(route, read);
        value = job.fields(field);
      }
      reply.mapped.push(mapped(key, captures, value, value && job.map(captures, value, time), tables));
    } catch (thrown) {
      if (!(thrown instanceof Rejection)) throw thrown;
      if (read !== null) reply.rejected.push({ key, rejection: thrown, captures, value });
      else reply.gone.push(key);
    }
  }

  return (reply) => {
    const out: MappedReply = { mapped: [], rejected: [], gone: [], unmatched: 0 };
    for (const [n, values] of reply.values.entries()) {
      const key = reply.group.keys[n] ?? "";
      read = values;
      match = regex.exec(key) ?? undefined;
      if (match === undefined) out.unmatched++;
      else mapOne(key, reply.group.times[n] ?? instant(0n), out);
    }
    read = null;
    return out;
  };
}

function mapped(
  key: string,
  captures: object,
  value: object | undefined,
  yielded: object | undefined,
  tables: readonly Table[],
): MappedKey {
  const owners = tables.map((table) => table.ownerOf(captures));
  const rows = tables.map((table) => (yielded === undefined ? NO_ROWS : distinct(table, table.rowsOf(yielded))));
  return { key, owners, rows, captures, value };
}

const NO_ROWS: readonly object[] = [];

/** Equal rows collapse; two different rows with one identity reject the key. */
function distinct(table: Table, rows: readonly object[]): readonly object[] {
  if (rows.length < 2) return rows;
  const contents = new Map<string, string>();
  return rows.filter((row) => {
    const identity = table.identityOf(row);
    const content = table.contentOf(row);
    const known = contents.get(identity);
    if (known === undefined) {
      contents.set(identity, content);
      return true;
    }
    if (known === content) return false;
    throw new Rejection(
      "RDI5019",
      `the key yields two different rows of ${table.table} with one (${table.key.join(", ")})`,
      siteOf(table),
    );
  });
}

function siteOf(table: Table): { readonly file: string; readonly line: number; readonly column: string } {
  const colon = table.site.lastIndexOf(":");
  return { file: table.site.slice(0, colon), line: Number(table.site.slice(colon + 1)), column: table.table };
}

function refuseTooLarge(route: Route, read: readonly (Raw | null)[]): void {
  let size = 0;
  for (const value of read) size += value?.length ?? 0;
  if (size <= route.job.delivery.maxValue) return;
  const [file = "", line = "0"] = route.job.site.split(":");
  const site = { file, line: Number(line), column: "@value" };
  throw new Rejection("RDI5022", `the value has ${size} bytes; max_value is ${route.job.delivery.maxValue}`, site);
}

function rawOf(text: string): Raw {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f) return Buffer.from(text, "latin1");
  }
  return text;
}
