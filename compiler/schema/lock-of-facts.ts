import type { FoundTable, SchemaFacts, TableFacts } from "../../runtime/introspect.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { CollationLock, ForeignKeyLock, IndexLock, TableKind, TableLock, TargetLock } from "./lock.ts";

/** What a lock file keeps of what a database said: nothing of the user who asked, no numbers of the server's own. */
export function lockOfFacts(target: Pick<TargetLock, "name" | "system">, { tables, own }: SchemaFacts): TargetLock {
  return { name: target.name, system: target.system, tables: tables.map(tableLock), own };
}

function tableLock({ schema, table, facts, neighbours }: FoundTable): TableLock {
  const kind = kindOf(facts);
  const foundIn = schema === undefined ? facts?.schema : undefined;
  const near = facts === undefined ? suggest(table, neighbours) : [];
  const named = { schema, table, kind, foundIn, near };
  if (facts === undefined || kind !== "table") return { ...named, columns: [], indexes: [], foreignKeys: [] };
  return {
    ...named,
    columns: facts.columns.map(columnLock),
    indexes: facts.indexes.map(indexLock),
    foreignKeys: facts.foreignKeys.map(foreignKeyLock),
  };
}

function kindOf(facts: TableFacts | undefined): TableKind {
  if (facts === undefined) return "missing";
  return facts.kind === "r" || facts.kind === "p" ? "table" : "other";
}

type ColumnFacts = TableFacts["columns"][number];

function columnLock(column: ColumnFacts): TableLock["columns"][number] {
  return {
    name: column.name,
    type: column.stored,
    domain: column.domain ?? undefined,
    notNull: column.notNull,
    filled: column.hasDefault,
    default: column.default ?? undefined,
    generated: column.expression ?? undefined,
    identity: column.identity ?? undefined,
    collation: collationLock(column.collation),
    exact: column.deterministic && !IGNORES_CASE.test(column.stored),
  };
}

/** A type of an extension whose `=` ignores case, whatever its collation. */
const IGNORES_CASE = /(^|\.)citext$/;

function indexLock(index: TableFacts["indexes"][number]): IndexLock {
  return {
    name: index.name,
    keys: index.keys.map(({ expression, collation }, position) => ({
      column: index.columns[position] ?? undefined,
      expression: expression ?? undefined,
      collation: collationLock(collation),
    })),
    unique: index.unique,
    primary: index.primary,
    nullsNotDistinct: index.nullsNotDistinct,
    deferrable: index.deferrable,
    where: index.predicate ?? undefined,
    exact: index.deterministic,
  };
}

function foreignKeyLock(key: TableFacts["foreignKeys"][number]): ForeignKeyLock {
  const { name, columns, schema, table, referred, deferred } = key;
  return {
    name,
    columns,
    references: { schema, table, columns: referred },
    onDelete: ON_DELETE[key.onDelete] ?? "no action",
    deferred,
  };
}

const ON_DELETE: Readonly<Record<string, ForeignKeyLock["onDelete"]>> = {
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};

function collationLock(collation: ColumnFacts["collation"]): CollationLock | undefined {
  return collation === null ? undefined : { name: collation.name, schema: collation.schema ?? undefined };
}
