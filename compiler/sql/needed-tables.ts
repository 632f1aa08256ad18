import type { ColumnPlan, OutcomePlan, Plan, TablePlan } from "../plan/ir.ts";
import { tableId } from "../schema/lock.ts";
import type { NeededColumn, NeededIndex, NeededTable } from "./ddl.ts";
import { widerType } from "./wider-type.ts";

/** What the jobs of a project need of a target: each table once, in the order of the text. */
export function neededTables({ jobs }: Plan, target: string): readonly NeededTable[] {
  const found = new Map<string, NeededTable>();
  for (const job of jobs) {
    for (const plan of job.tables.filter((table) => table.target === target)) {
      const table = neededTable(plan, job.tables.length === 1 ? job.doc : undefined);
      const id = tableId(target, table);
      const earlier = found.get(id);
      found.set(id, earlier === undefined ? table : united(earlier, table));
    }
  }
  return [...found.values()];
}

/** `doc` is that of the job, where it can only mean this table. */
export function neededTable(plan: TablePlan, doc?: string): NeededTable {
  const { key, owner, period, schema, table } = plan;
  const identity = period === undefined ? key : [...key, period.from];
  const compared = new Set([...key, ...owner.map(({ column }) => column)]);
  const nulls = new Set([plan.onDelete, plan.onExpire?.outcome].flatMap(setToNull));
  return {
    schema,
    table,
    doc: plan.doc ?? doc,
    columns: [
      ...plan.columns.map((column) => neededColumn(column, compared.has(column.name), nulls.has(column.name))),
      ...periodColumns(plan),
    ],
    identity,
    indexes: [...ownerIndex(plan), ...openIndex(plan)],
    use: period === undefined ? "rows" : "history",
  };
}

/** `key` and owner columns are never null, and compared by their bytes. */
function neededColumn(column: ColumnPlan, exact: boolean, isSetToNull: boolean): NeededColumn {
  const { name, doc, type, notNull, nullable } = column;
  if (exact) return { name, doc, type, notNull: true, nullable: false, exact };
  return { name, doc, type, notNull: notNull && !isSetToNull, nullable: nullable || isSetToNull, exact };
}

function setToNull(outcome: OutcomePlan | undefined): readonly string[] {
  if (outcome?.kind !== "set") return [];
  return outcome.columns.flatMap(({ column, value }) => {
    return value.kind === "literal" && value.value === null ? [column] : [];
  });
}

/** The end of an open version is null. */
function periodColumns({ period }: TablePlan): readonly NeededColumn[] {
  if (period === undefined) return [];
  const column = (name: string, kind: "timestamptz" | "boolean", nullable: boolean): NeededColumn => {
    return { name, doc: undefined, type: { kind }, notNull: !nullable, nullable, exact: false };
  };
  return [
    column(period.from, "timestamptz", false),
    column(period.to, "timestamptz", true),
    ...(period.current === undefined ? [] : [column(period.current, "boolean", false)]),
  ];
}

/** Removals look for rows by their owner columns. Where the index of the key begins with them, it serves. */
function ownerIndex({ key, owner }: TablePlan): readonly NeededIndex[] {
  const columns = owner.map(({ column }) => column);
  if (columns.length === 0) return [];
  const leading = key.slice(0, columns.length);
  if (leading.length > 0 && leading.every((name) => columns.includes(name))) return [];
  return [{ columns, unique: false, whereNull: undefined, why: "owner" }];
}

function openIndex({ key, period }: TablePlan): readonly NeededIndex[] {
  return period === undefined ? [] : [{ columns: key, unique: true, whereNull: period.to, why: "open" }];
}

/** Of two jobs that write one table. */
function united(one: NeededTable, other: NeededTable): NeededTable {
  const columns = new Map(one.columns.map((column) => [column.name, column]));
  const theirs = new Set(other.columns.map(({ name }) => name));
  for (const [name, column] of columns) if (!theirs.has(name)) columns.set(name, leftOutBySome(column));
  for (const column of other.columns) {
    const earlier = columns.get(column.name);
    const isNew = earlier === undefined;
    columns.set(column.name, isNew ? leftOutBySome(column) : unitedColumn(earlier, column));
  }
  const identity = one.identity.length === 0 ? other.identity : one.identity;
  const keys = sameNames(identity, other.identity) || other.identity.length === 0 ? [] : [identityIndex(other)];
  const indexes = [...one.indexes, ...other.indexes, ...keys];
  return { ...one, doc: one.doc ?? other.doc, columns: [...columns.values()], identity, indexes: distinct(indexes) };
}

function leftOutBySome(column: NeededColumn): NeededColumn {
  return { ...column, notNull: false, nullable: true };
}

function unitedColumn(one: NeededColumn, other: NeededColumn): NeededColumn {
  return {
    name: one.name,
    doc: one.doc ?? other.doc,
    type: widerType(one.type, other.type),
    notNull: one.notNull && other.notNull,
    nullable: one.nullable || other.nullable,
    exact: one.exact || other.exact,
  };
}

/** The unique index by which stored rows are told apart. */
export function identityIndex({ identity }: NeededTable): NeededIndex {
  return { columns: identity, unique: true, whereNull: undefined, why: "identity" };
}

export function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}

function distinct(indexes: readonly NeededIndex[]): readonly NeededIndex[] {
  return [...new Map(indexes.map((index) => [JSON.stringify(index), index])).values()];
}
