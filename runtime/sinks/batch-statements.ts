import type { CollisionStatement, Statement, Table } from "../job.ts";
import { SinkError, type TableWrite, type WriteBatch } from "./sink.ts";

/** A statement with what it is run over. */
export interface BoundStatement {
  readonly name: string;
  readonly text: string;
  /** In the order of its parameters. Only what removes moved rows has two: the owners, then the rows that stay. */
  readonly inputs: readonly Inputs[];
}

export interface Inputs {
  readonly count: number;
  /** One list of `count` encoded values a column; none where all that is written is constant. */
  readonly columns: readonly unknown[];
}

export interface Step {
  readonly kind: "upsert" | "remove";
  readonly table: Table;
  readonly bound: BoundStatement;
}

export interface Check {
  readonly table: Table;
  readonly statement: CollisionStatement;
  readonly bound: BoundStatement;
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
    ? backwards.flatMap((write) => [
        ...(write.table.moved.length === 0 ? removeAbsent(write) : removeMoved(write)),
        ...removeLeft(write),
      ])
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
    return { kind: "remove", table, bound: { name, text, inputs: [inputs(owners, values)] } };
  });
}

function removeMoved({ table, owners, rows }: TableWrite<Table>): readonly Step[] {
  if (owners.length === 0) return [];
  return table.moved.map(({ name, text, ownerValues, rowValues }) => {
    const bound = { name, text, inputs: [inputs(owners, ownerValues), inputs(rows, rowValues)] };
    return { kind: "remove", table, bound };
  });
}

/** Where single members are read rows can move, so that this comes first, like all removals. */
function removeLeft({ table, left = [] }: TableWrite<Table>): readonly Step[] {
  if (left.length === 0 || table.left === undefined) return [];
  const { left: statement } = table;
  const { name, text } = statement;
  return [{ kind: "remove", table, bound: { name, text, inputs: [inputs(left, (all) => statement.values(all))] } }];
}

function writeRows({ table, rows }: TableWrite<Table>): readonly Step[] {
  return written(table, table.writes, rows);
}

function insert({ table, rows }: TableWrite<Table>): readonly Step[] {
  return written(table, table.insert === undefined ? [] : [table.insert], rows);
}

/** Statements that take the same rows have them encoded once. */
function written(table: Table, statements: readonly Statement[], rows: readonly object[]): readonly Step[] {
  if (rows.length === 0) return [];
  const encoded = new Map<Statement["values"], Inputs>();
  return statements.map(({ name, text, values }) => {
    const once = encoded.get(values) ?? inputs(rows, values);
    encoded.set(values, once);
    return { kind: "upsert", table, bound: { name, text, inputs: [once] } };
  });
}

function check({ table, rows }: TableWrite<Table>): readonly Check[] {
  const { collisions: statement } = table;
  if (statement === undefined || rows.length === 0) return [];
  const { name, text } = statement;
  return [{ table, statement, bound: { name, text, inputs: [inputs(rows, (all) => statement.values(all))] } }];
}

function inputs(all: readonly object[], values: (all: readonly object[]) => readonly unknown[]): Inputs {
  return { count: all.length, columns: values(all) };
}
