import { suggest } from "../../grammar/suggest.ts";
import type { DdlDialect, Fit, NeededColumn, NeededIndex, NeededTable } from "../sql/ddl.ts";
import { identityIndex, sameNames } from "../sql/needed-tables.ts";
import type { ColumnLock, IndexLock, TableLock } from "./lock.ts";

/** What of a table is not as its jobs need it: plain data, of which the checker makes sentences and `rdi ddl` statements. */
export type Difference =
  | { readonly kind: "table missing"; readonly near: readonly string[] }
  | { readonly kind: "not a table" }
  | { readonly kind: "column missing"; readonly column: NeededColumn; readonly near: readonly string[] }
  | ColumnDifference
  /** Columns that nobody fills in. */
  | { readonly kind: "left out"; readonly columns: readonly ColumnLock[] }
  /** No unique index tells the rows apart. `unusable` are those that would, but for what they leave out or when they look. */
  | { readonly kind: "not unique"; readonly index: NeededIndex; readonly unusable: readonly IndexLock[] }
  /** Another index is missing, without which the work is slow. */
  | { readonly kind: "index missing"; readonly index: NeededIndex };

export type ColumnDifference = {
  readonly column: NeededColumn;
  readonly stored: ColumnLock;
} & (
  | { readonly kind: "generated" }
  | { readonly kind: "identity" }
  | { readonly kind: "type"; readonly fit: Exclude<Fit, { readonly kind: "fits" }> }
  | { readonly kind: "inexact" }
  | { readonly kind: "null refused"; readonly inPrimaryKey: boolean }
);

export function compareTable(table: NeededTable, lock: TableLock, dialect: DdlDialect): readonly Difference[] {
  const needed = keyed(table, dialect);
  if (lock.kind === "missing") return [{ kind: "table missing", near: lock.near }];
  if (lock.kind === "other") return [{ kind: "not a table" }];
  const stored = new Map(lock.columns.map((column) => [column.name, column]));
  const columns = needed.columns.flatMap((column): readonly Difference[] => {
    const found = stored.get(column.name);
    if (found !== undefined) return compareColumn(column, found, { needed, lock, dialect });
    return [{ kind: "column missing", column, near: nearColumns(column.name, needed, lock) }];
  });
  const absent = new Set(columns.flatMap((one) => (one.kind === "column missing" ? [one.column.name] : [])));
  return [
    ...columns,
    ...leftOut(needed, lock),
    ...uniqueness(needed, lock, absent),
    ...otherIndexes(needed, lock, dialect),
  ];
}

function keyed(table: NeededTable, { keyType }: DdlDialect): NeededTable {
  if (keyType === undefined) return table;
  const columns = table.columns.map((column) => (column.exact ? { ...column, type: keyType(column.type) } : column));
  return { ...table, columns };
}

interface Surroundings {
  readonly needed: NeededTable;
  readonly lock: TableLock;
  readonly dialect: DdlDialect;
}

/** A column that can't be written at all is not looked at further. */
function compareColumn(
  column: NeededColumn,
  stored: ColumnLock,
  { needed, lock, dialect }: Surroundings,
): readonly Difference[] {
  if (stored.generated !== undefined) return [{ kind: "generated", column, stored }];
  const fit = dialect.fit(column.type, stored, needed.use);
  const inPrimaryKey = lock.indexes.some(
    ({ primary, keys }) => primary && keys.some((key) => key.column === column.name),
  );
  return [
    ...(stored.identity === "always" ? [{ kind: "identity", column, stored } as const] : []),
    ...(fit.kind === "fits" ? [] : [{ kind: "type", column, stored, fit } as const]),
    ...(fit.kind !== "differs" && column.exact && !stored.exact ? [{ kind: "inexact", column, stored } as const] : []),
    ...(column.nullable && stored.notNull ? [{ kind: "null refused", column, stored, inPrimaryKey } as const] : []),
  ];
}

function nearColumns(name: string, needed: NeededTable, lock: TableLock): readonly string[] {
  const written = new Set(needed.columns.map((column) => column.name));
  return suggest(
    name,
    lock.columns.map((column) => column.name).filter((other) => !written.has(other)),
  );
}

function leftOut(needed: NeededTable, { columns }: TableLock): readonly Difference[] {
  const written = new Set(needed.columns.map(({ name }) => name));
  const found = columns.filter(({ name, notNull, filled }) => notNull && !filled && !written.has(name));
  return found.length === 0 ? [] : [{ kind: "left out", columns: found }];
}

/** Nothing is said of an index on columns that are not there. */
function uniqueness(needed: NeededTable, { indexes }: TableLock, absent: ReadonlySet<string>): readonly Difference[] {
  const { identity } = needed;
  if (identity.length === 0 || identity.some((name) => absent.has(name))) return [];
  const alike = indexes.filter((index) => index.unique && sameNames(columnsOf(index), identity));
  const usable = alike.filter(({ where, deferrable, exact }) => where === undefined && !deferrable && exact);
  // That its column compares inexactly has been said of the column.
  const own = new Set(needed.columns.flatMap((column) => (column.exact ? [column.name] : [])));
  const excused = alike.filter((index) => isPlain(index) && index.keys.every(({ column }) => own.has(column ?? "")));
  if (usable.length > 0 || excused.some(({ exact }) => !exact)) return [];
  return [{ kind: "not unique", index: identityIndex(needed), unusable: alike }];
}

function isPlain({ where, deferrable, keys }: IndexLock): boolean {
  return where === undefined && !deferrable && keys.every(({ collation }) => collation === undefined);
}

function otherIndexes(needed: NeededTable, { indexes }: TableLock, dialect: DdlDialect): readonly Difference[] {
  return needed.indexes
    .filter(({ whereNull }) => whereNull === undefined || dialect.lacksPartialIndexes !== true)
    .filter((index) => !indexes.some((found) => serves(found, index, needed)))
    .map((index) => {
      return index.why === "identity" ? { kind: "not unique", index, unusable: [] } : { kind: "index missing", index };
    });
}

/** An index that begins with owner columns finds the rows of a key, if it has all of them, or those that are open. */
function serves(found: IndexLock, { columns, unique, why, whereNull }: NeededIndex, needed: NeededTable): boolean {
  if (why === "owner") {
    const open = needed.indexes.find((index) => index.why === "open")?.whereNull;
    const covers = found.where === undefined || isWhereNull(found, open);
    const leading = columnsOf(found).slice(0, columns.length);
    return covers && leading.length > 0 && leading.every((name) => name !== undefined && columns.includes(name));
  }
  const covers = whereNull === undefined ? found.where === undefined : isWhereNull(found, whereNull);
  return found.unique === unique && covers && sameNames(columnsOf(found), columns);
}

function isWhereNull({ where }: IndexLock, column: string | undefined): boolean {
  const bare = (text: string): string => text.replaceAll(/[()"]/g, "");
  return where !== undefined && column !== undefined && bare(where) === `${bare(column)} IS NULL`;
}

/** Empty names stand for expressions: no column is called so. */
function columnsOf({ keys }: IndexLock): readonly string[] {
  return keys.map(({ column }) => column ?? "");
}
