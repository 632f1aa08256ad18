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
 * - upsert: removals of moved rows child before parent, writes parent before child, then removals child before parent. Removals of moved rows include the
 *   rows of keys that yield none, so where rows can move all removals go first: a parent's row would go before its children otherwise.
 * - replace: everything goes child before parent, then everything is inserted parent before child. What a row collides with is in the way of the
 *   insert, so nothing is checked.
 */
export function batchStatements({ mode, tables }: WriteBatch<Table>): BatchStatements {
  const backwards = tables.toReversed();
  if (mode === "replace") {
    return { writes: [...backwards.flatMap(removeAll), ...tables.flatMap(insert)], checks: [], removals: [] };
  }
  const moving = tables.some(({ table }) => table.moved.length > 0);
  const first = moving
    ? backwards.flatMap((write) => (write.table.moved.length === 0 ? removeAbsent(write) : removeMoved(write)))
    : [];
  return {
    writes: [...first, ...tables.flatMap(writeRows)],
    checks: tables.flatMap(check),
    removals: moving ? [] : backwards.flatMap(removeAbsent),
  };
}

function removeAll({ table, owners }: TableWrite<Table>): readonly Step[] {
  if (table.insert === undefined)
    throw new SinkError("halt", "", `rows of ${table.table} have a past, so a batch can't replace them`);
  return removals(table, owners);
}

function removeAbsent({ table, absent }: TableWrite<Table>): readonly Step[] {
  return removals(table, absent);
}

function removals(table: Table, owners: readonly object[]): readonly Step[] {
  if (owners.length === 0) return [];
  return table.removals.map(({ name, text, values }) => {
    return { kind: "remove", table, query: { name, text, values: values(owners) } };
  });
}

function removeMoved({ table, owners, rows }: TableWrite<Table>): readonly Step[] {
  if (owners.length === 0) return [];
  return table.moved.map(({ name, text, values }) => {
    return { kind: "remove", table, query: { name, text, values: values(owners, rows) } };
  });
}

function writeRows({ table, rows }: TableWrite<Table>): readonly Step[] {
  return written(table, table.writes, rows);
}

function insert({ table, rows }: TableWrite<Table>): readonly Step[] {
  return written(table, table.insert === undefined ? [] : [table.insert], rows);
}

function written(table: Table, statements: readonly Statement[], rows: readonly object[]): readonly Step[] {
  if (rows.length === 0) return [];
  return statements.map(({ name, text, values }) => {
    return { kind: "upsert", table, query: { name, text, values: values(rows) } };
  });
}

function check({ table, rows }: TableWrite<Table>): readonly Check[] {
  const { collisions: statement } = table;
  if (statement === undefined || rows.length === 0) return [];
  const { name, text } = statement;
  return [{ table, statement, query: { name, text, values: statement.values(rows) } }];
}
