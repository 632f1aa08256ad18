import type { Table } from "../job.ts";
import { decodeTimestamptz } from "../values/decode-times.ts";
import { instant, type Instant } from "../values/instant.ts";
import { cellOf, cellOfText, type Cell } from "./cells.ts";
import type { ColumnTypeFacts, FateFacts, FixedValue, TableFacts } from "./facts.ts";

/** A stored row: never changed, only replaced. */
export type StoredRow = ReadonlyMap<string, Cell>;

/** A table's rows, in the order in which they were inserted; several jobs may write one table. */
export interface TableRows {
  rows: readonly StoredRow[];
}

/** An `into` over the rows of its table. */
export interface ModelledTable {
  readonly table: Table;
  readonly facts: TableFacts;
  readonly stored: TableRows;
}

/** A row of the mapping as its cells, constants that the statements hold included. */
export function rowOf({ facts }: ModelledTable, row: object): StoredRow {
  const values = new Map<string, unknown>(Object.entries(row));
  return new Map(facts.columns.map(({ name, type }) => [name, cellOf(type.kind, values.get(name))]));
}

/** What the removals say of an owner: which rows are its own, which of them are live, and what becomes of those. */
export function removeOf(modelled: ModelledTable, owner: object, isKept: (row: StoredRow) => boolean, now: Instant) {
  const { facts, stored } = modelled;
  for (const fate of facts.fates) {
    const goes = (row: StoredRow): boolean =>
      isOwnedBy(modelled, row, owner) && isLive(facts, row) && hasFate(facts, row, fate, owner) && !isKept(row);
    stored.rows = stored.rows.flatMap((row) => (goes(row) ? fulfilled(modelled, row, { fate, owner, now }) : [row]));
  }
}

/** INSERT … ON CONFLICT DO UPDATE: equal rows are not rewritten, and another key's row is left alone unless it is dead. */
export function upsert({ facts, stored }: ModelledTable, row: StoredRow): void {
  const at = stored.rows.findIndex((other) => isEqualIn(facts.key, other, row));
  const before = stored.rows[at];
  if (before === undefined) {
    stored.rows = [...stored.rows, row];
    return;
  }
  const differs = !isEqualIn(facts.compared, before, row);
  if (!differs || !mayTake(facts, before, row)) return;
  stored.rows = stored.rows.with(at, new Map([...before, ...row]));
}

/** Ends the open version that differs, then inserts one where none is open. */
export function openVersion(modelled: ModelledTable, row: StoredRow, now: Instant): void {
  const { facts, stored } = modelled;
  const { period } = facts;
  if (period === undefined) return;
  const same = (other: StoredRow): boolean => isEqualIn(facts.key, other, row);
  stored.rows = stored.rows.map((other) => {
    const ends = same(other) && isLive(facts, other) && isEqualIn(ownersOf(facts), other, row);
    return ends && !isEqualIn(facts.compared, other, row) ? closed(facts, other, now) : other;
  });
  if (stored.rows.some((other) => same(other) && isLive(facts, other))) return;
  const last = stored.rows.filter(same).at(-1);
  const begins = latest([now, instantIn(last, period.to), later(instantIn(last, period.from))]);
  const current: readonly [string, Cell][] = period.current === undefined ? [] : [[period.current, "true"]];
  const times: readonly [string, Cell][] = [
    [period.from, cellOf("timestamptz", begins)],
    [period.to, null],
  ];
  stored.rows = [...stored.rows, new Map([...row, ...times, ...current])];
}

/** The stored row that has the row's `key` and other owner columns; undefined when there is none. */
export function rivalOf({ facts, stored }: ModelledTable, row: StoredRow): StoredRow | undefined {
  const isOpen = (other: StoredRow): boolean => facts.period === undefined || other.get(facts.period.to) === null;
  return stored.rows.find(
    (other) => isEqualIn(facts.key, other, row) && isOpen(other) && !isEqualIn(ownersOf(facts), other, row),
  );
}

/** The owner columns of a stored row by which its key can be told; all null when another `into` wrote it. */
export function ownerTexts({ facts }: ModelledTable, row: StoredRow): readonly Cell[] {
  const own = facts.constants.every((fixed) => facts.key.includes(fixed.column) || hasFixed(facts, row, fixed));
  return facts.owners.map((column) => (own ? (row.get(column) ?? null) : null));
}

export function isEqualIn(columns: readonly string[], one: StoredRow, other: StoredRow): boolean {
  return columns.every((column) => (one.get(column) ?? null) === (other.get(column) ?? null));
}

export function ownersOf({ owners, constants }: TableFacts): readonly string[] {
  return [...owners, ...constants.map(({ column }) => column)];
}

function isOwnedBy({ facts }: ModelledTable, row: StoredRow, owner: object): boolean {
  const values = new Map<string, unknown>(Object.entries(owner));
  const own = facts.owners.every((column) => row.get(column) === cellOf(kindOf(facts, column), values.get(column)));
  return own && facts.constants.every((fixed) => hasFixed(facts, row, fixed));
}

function isLive(facts: TableFacts, row: StoredRow): boolean {
  const isOpen = facts.period === undefined || row.get(facts.period.to) === null;
  return isOpen && facts.marks.every((mark) => hasFixed(facts, row, mark));
}

function hasFixed(facts: TableFacts, row: StoredRow, { column, text }: FixedValue): boolean {
  return (row.get(column) ?? null) === cellOfText(kindOf(facts, column), text);
}

/** A dead row is nobody's any more. */
function mayTake(facts: TableFacts, before: StoredRow, row: StoredRow): boolean {
  const constants = facts.constants.map(({ column }) => column);
  if (!isEqualIn(constants, before, row)) return false;
  return isEqualIn(facts.owners, before, row) || (facts.marks.length > 0 && !isLive(facts, before));
}

function hasFate({ expiry }: TableFacts, row: StoredRow, { when, expired }: FateFacts, owner: object): boolean {
  if (when === "always" || expiry === undefined) return true;
  const by = new Map<string, unknown>(Object.entries(owner)).get(expired ?? "");
  const at = instantIn(row, expiry);
  const passed = typeof by === "bigint" && at !== undefined && at <= by;
  return passed === (when === "expired");
}

interface Removal {
  readonly fate: FateFacts;
  readonly owner: object;
  readonly now: Instant;
}

function fulfilled({ facts }: ModelledTable, row: StoredRow, { fate, owner, now }: Removal): readonly StoredRow[] {
  if (facts.period !== undefined) return [closed(facts, row, now)];
  if (fate.outcome === "remove") return [];
  const sent = new Map<string, unknown>(Object.entries(owner)).get(fate.sent?.property ?? "");
  const values = new Map<string, unknown>(typeof sent === "object" && sent !== null ? Object.entries(sent) : []);
  return [
    new Map([
      ...row,
      ...fate.set.map(({ column, text }): [string, Cell] => [column, cellOfText(kindOf(facts, column), text)]),
      ...(fate.sent?.columns ?? []).map((column): [string, Cell] => [
        column,
        cellOf(kindOf(facts, column), values.get(column)),
      ]),
    ]),
  ];
}

/** A version lasts a microsecond at least. */
function closed({ period }: TableFacts, row: StoredRow, now: Instant): StoredRow {
  if (period === undefined) return row;
  const ends = latest([now, later(instantIn(row, period.from))]);
  const current: readonly [string, Cell][] = period.current === undefined ? [] : [[period.current, "false"]];
  return new Map([...row, [period.to, cellOf("timestamptz", ends)], ...current]);
}

function kindOf({ columns }: TableFacts, name: string): ColumnTypeFacts["kind"] {
  return columns.find((column) => column.name === name)?.type.kind ?? "text";
}

function instantIn(row: StoredRow | undefined, column: string): Instant | undefined {
  const text = row?.get(column);
  const place = { file: "", line: 0, column };
  return text === undefined || text === null ? undefined : (decodeTimestamptz(text, place) ?? undefined);
}

function later(time: Instant | undefined): Instant | undefined {
  return time === undefined ? undefined : instant(time + 1n);
}

function latest(times: readonly (Instant | undefined)[]): Instant {
  return times.reduce<Instant>((last, time) => (time !== undefined && time > last ? time : last), instant(0n));
}
