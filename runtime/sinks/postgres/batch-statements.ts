import type { CollisionStatement, Statement, Table } from "../../job.ts";
import { SinkError, type TableWrite, type WriteBatch } from "../sink.ts";
import type { Query } from "./connection.ts";

export interface Step {
  readonly kind: "upsert" | "remove";
  readonly table: Table;
  readonly query: Query;
}

export interface Check {
  readonly table: Table;
  readonly statement: CollisionStatement;
  readonly query: Query;
}

/** The statements between BEGIN and COMMIT, in their order; empty ones are left out. */
export interface BatchStatements {
  readonly writes: readonly Step[];
  /** Behind the writes. When one of them finds something, the transaction is rolled back. */
  readonly checks: readonly Check[];
  /** Behind the checks. */
  readonly removals: readonly Step[];
}

/**
 * - upsert: removals of moved rows child before parent, upserts parent before child, then removals child before parent. Removals of moved rows include the
 *   rows of keys that yield none, so where rows can move all removals go first: a parent's row would go before its children otherwise.
 * - replace: everything goes child before parent, then everything is inserted parent before child. What a row collides with is in the way of the
 *   insert, so nothing is checked.
 */
export function batchStatements({ mode, tables }: WriteBatch): BatchStatements {
  const backwards = tables.toReversed();
  if (mode === "replace") {
    return { writes: [...backwards.flatMap(removeAll), ...tables.flatMap(insert)], checks: [], removals: [] };
  }
  const moving = tables.some(({ table }) => table.removeMoved !== undefined);
  const first = moving
    ? backwards.flatMap((write) => (write.table.removeMoved === undefined ? removeAbsent(write) : removeMoved(write)))
    : [];
  return {
    writes: [...first, ...tables.flatMap(upsert)],
    checks: tables.flatMap(check),
    removals: moving ? [] : backwards.flatMap(removeAbsent),
  };
}

function removeAll({ table, owners }: TableWrite): readonly Step[] {
  if (table.remove === undefined)
    throw new SinkError("halt", "", `rows of ${table.table} are kept, so a batch can't replace them`);
  return removal(table, table.remove, owners);
}

function removeAbsent({ table, absent }: TableWrite): readonly Step[] {
  return table.remove === undefined ? [] : removal(table, table.remove, absent);
}

function removal(table: Table, { name, text, values }: Statement, owners: readonly object[]): readonly Step[] {
  return owners.length === 0 ? [] : [{ kind: "remove", table, query: { name, text, values: values(owners) } }];
}

function removeMoved({ table, owners, rows }: TableWrite): readonly Step[] {
  const { removeMoved: statement } = table;
  if (statement === undefined || owners.length === 0) return [];
  const query = { name: statement.name, text: statement.text, values: statement.values(owners, rows) };
  return [{ kind: "remove", table, query }];
}

function upsert({ table, rows }: TableWrite): readonly Step[] {
  return write(table, table.upsert, rows);
}

function insert({ table, rows }: TableWrite): readonly Step[] {
  return write(table, table.insert, rows);
}

function write(table: Table, { name, text, values }: Statement, rows: readonly object[]): readonly Step[] {
  return rows.length === 0 ? [] : [{ kind: "upsert", table, query: { name, text, values: values(rows) } }];
}

function check({ table, rows }: TableWrite): readonly Check[] {
  const { collisions: statement } = table;
  if (statement === undefined || rows.length === 0) return [];
  const { name, text } = statement;
  return [{ table, statement, query: { name, text, values: statement.values(rows) } }];
}
