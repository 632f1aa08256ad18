import type { ColumnDifference, Difference } from "../schema/compare.ts";
import type { DdlDialect, KeptColumn, NeededColumn, NeededTable } from "./ddl.ts";
import { keptCollation, keptColumn } from "./kept-column.ts";

/** The statements that close a difference. What would lose something, or needs a decision, becomes a comment that says so. */
export function closing(difference: Difference, table: NeededTable, dialect: DdlDialect): readonly string[] {
  const { statements } = dialect;
  const name = statements.tableName(table);
  switch (difference.kind) {
    case "table missing":
      return [statements.createTable(table)];
    case "not a table":
      return [statements.comment(`${name} is not a table, so it can't be changed into one here.`)];
    case "column missing":
      return addColumn(difference.column, table, dialect);
    case "left out": {
      const names = difference.columns.map((column) => column.name);
      return [
        statements.comment(
          `${name} has columns that are not null, have no default and are not written: ${names.join(", ")}.\n` +
            `Write them in the .rdi file, give them defaults, or allow nulls:\n${statements.dropNotNull(
              table,
              difference.columns.map((column) => keptColumn(column, dialect)),
            )}`,
        ),
      ];
    }
    case "not unique":
    case "index missing":
      return [statements.createIndex(table, difference.index)];
    case "generated":
    case "identity":
    case "type":
    case "inexact":
    case "null refused":
      return changeColumn(difference, table, dialect);
  }
}

/** Rows that are there have no value for it yet. */
function addColumn(column: NeededColumn, table: NeededTable, dialect: DdlDialect): readonly string[] {
  const { statements } = dialect;
  const added = statements.addColumn(table, { ...column, notNull: false });
  if (!column.notNull) return [added];
  const later = `Once every row has a value:\n${statements.setNotNull(table, written(column, dialect))}`;
  return [added, statements.comment(later)];
}

function changeColumn(difference: ColumnDifference, table: NeededTable, dialect: DdlDialect): readonly string[] {
  const { column, stored } = difference;
  const { statements } = dialect;
  const at = `${statements.tableName(table)}.${column.name}`;
  switch (difference.kind) {
    case "generated":
      return [
        statements.comment(
          `${at} is computed by the database: remove it from the .rdi file, or make it an ordinary column.`,
        ),
      ];
    case "identity":
      return [statements.acceptValues(table, column.name)];
    case "type":
      return [changeType(difference, table, dialect)];
    case "inexact":
      return [changeCollation(difference, table, dialect)];
    case "null refused": {
      const drop = statements.dropNotNull(table, [keptColumn(stored, dialect)]);
      if (difference.inPrimaryKey || stored.domain !== undefined)
        return [
          statements.comment(`${at} may be null in the .rdi file, but its primary key or domain allows no null.`),
        ];
      return [drop];
    }
  }
}

/** A new type would have the database's collation, so that of the column is said again. */
function changeType({ column, stored }: ColumnDifference, table: NeededTable, dialect: DdlDialect): string {
  const { statements } = dialect;
  const type = dialect.widened(column.type, stored);
  if (type !== undefined)
    return statements.changeType(table, column.name, {
      type,
      collation: keptCollation(stored, type, dialect),
      notNull: stored.notNull,
    });
  const wanted = dialect.typeName(column.type);
  const collation = column.exact ? dialect.exactCollation(wanted) : undefined;
  const at = `${statements.tableName(table)}.${column.name}`;
  return statements.comment(
    `${at} is ${stored.domain ?? stored.type}, and values may be lost when it becomes ${wanted}. If none is:\n` +
      statements.changeType(table, column.name, { type: wanted, collation, notNull: stored.notNull }),
  );
}

function changeCollation({ column, stored }: ColumnDifference, table: NeededTable, dialect: DdlDialect): string {
  const { statements } = dialect;
  const collation = stored.domain === undefined ? dialect.exactCollation(stored.type) : undefined;
  if (collation !== undefined) {
    const type = dialect.widened(column.type, stored) ?? stored.type;
    return statements.changeType(table, column.name, { type, collation, notNull: stored.notNull });
  }
  const at = `${statements.tableName(table)}.${column.name}`;
  return statements.comment(
    `${at} is ${stored.domain ?? stored.type}, in which different texts may be equal: give it another type.`,
  );
}

function written({ name, type: wanted, exact }: NeededColumn, dialect: DdlDialect): KeptColumn {
  const type = dialect.typeName(wanted);
  return { name, type, collation: exact ? dialect.exactCollation(type) : undefined };
}
