import type { Table } from "../job.ts";
import type { Collision, CommitResult, LaneSession, Sink, TableWrite, WriteBatch } from "../sinks/sink.ts";
import type { Clock, TablesModel } from "./destination-model.ts";
import type { TableFacts } from "./facts.ts";
import {
  isEqualIn,
  openVersion,
  ownersOf,
  ownerTexts,
  removeOf,
  rivalOf,
  rowOf,
  upsert,
  type ModelledTable,
  type TableRows,
} from "./table-model.ts";

/**
 * A model of the SQL of a target's tables: the statements' meaning without a database, in their order, each batch whole or not at all. What
 * only a database knows is left out: constraints beside `key`, triggers, defaults, and what a column's own type would make of a value.
 * test/live/rehearsal.test.ts compares it with PostgreSQL.
 */
export function createSqlModel(clock: Clock): TablesModel {
  const tables = new Map<string, TableRows>();
  const known = new Map<Table, ModelledTable>();

  function rowsOf(schema: string | undefined, table: string): TableRows {
    const name = JSON.stringify([schema ?? "", table]);
    const found = tables.get(name) ?? { rows: [] };
    tables.set(name, found);
    return found;
  }

  function modelledOf(table: Table): ModelledTable {
    const found = known.get(table);
    if (found === undefined) throw new Error(`nothing is known of the table ${table.table}`);
    return found;
  }

  function write(batch: WriteBatch<Table>): CommitResult<Table> {
    const before = [...tables.values()].map((one) => ({ one, rows: one.rows }));
    const writes = batch.tables.map((one) => ({ ...one, modelled: modelledOf(one.table) }));
    const collisions = writeAll(writes, clock);
    if (collisions.length === 0) return { kind: "committed", seq: 0n, upserted: 0, removed: 0 };
    for (const { one, rows } of before) one.rows = rows;
    return { kind: "collided", collisions };
  }

  const session: LaneSession<Table> = {
    claim: async () => ({ epoch: 1n, seq: 0n, source: undefined, projectSource: undefined }),
    commit: async (batch) => write(batch),
    probe: async () => undefined,
    close: async () => undefined,
  };
  const sink: Sink<Table> = {
    prepare: async () => undefined,
    canReplace: () => false,
    openLane: async () => session,
    recordGap: async () => undefined,
    pageOwners: async () => [],
    forgetSource: () => "",
    close: async () => undefined,
  };
  return {
    kind: "tables",
    sink,
    know: (table: Table, facts: TableFacts) =>
      void known.set(table, { table, facts, stored: rowsOf(table.schema, table.table) }),
    rows: (schema, table) => rowsOf(schema, table).rows,
  };
}

interface ModelledWrite extends TableWrite<Table> {
  readonly modelled: ModelledTable;
}

/** In the order of batch-statements.ts. */
function writeAll(writes: readonly ModelledWrite[], clock: Clock): readonly Collision<Table>[] {
  const backwards = writes.toReversed();
  const moving = writes.some(({ table }) => table.moved.length > 0);
  if (moving) backwards.forEach((one) => (one.table.moved.length === 0 ? removeAbsent : removeMoved)(one, clock));
  writes.forEach((one) => writeRows(one, clock));
  const collisions = writes.flatMap(collisionsOf);
  if (!moving && collisions.length === 0) backwards.forEach((one) => removeAbsent(one, clock));
  return collisions;
}

function removeAbsent({ modelled, absent }: ModelledWrite, clock: Clock): void {
  for (const owner of absent) removeOf(modelled, owner, () => false, clock());
}

function removeMoved({ modelled, owners, rows }: ModelledWrite, clock: Clock): void {
  const { facts } = modelled;
  const kept = rows.map((row) => rowOf(modelled, row));
  const identity = [...facts.key, ...ownersOf(facts)];
  for (const owner of owners)
    removeOf(modelled, owner, (row) => kept.some((other) => isEqualIn(identity, row, other)), clock());
}

function writeRows({ modelled, table, rows }: ModelledWrite, clock: Clock): void {
  const { stored } = modelled;
  for (const row of rows.map((one) => rowOf(modelled, one))) {
    if (table.mode === "append") stored.rows = [...stored.rows, row];
    else if (table.mode === "history") openVersion(modelled, row, clock());
    else upsert(modelled, row);
  }
}

function collisionsOf({ modelled, table, rows }: ModelledWrite): readonly Collision<Table>[] {
  const { collisions } = table;
  if (collisions === undefined) return [];
  return rows.flatMap((row, index) => {
    const rival = rivalOf(modelled, rowOf(modelled, row));
    if (rival === undefined) return [];
    return [{ table, index, ownerKey: collisions.keyOf(ownerTexts(modelled, rival)) }];
  });
}
