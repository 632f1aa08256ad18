import type { ColumnPlan, TablePlan } from "../plan/ir.ts";
import type { System } from "../sql/dialects.ts";
import type {
  ColumnParameter,
  MovedStatement,
  OwnersStatement,
  OwnerStatement,
  Parameter,
  RowStatement,
  TableStatements,
} from "../sql/statements.ts";
import { writtenType } from "./column-types.ts";
import { constant, functionDeclaration, objectLiteral, type Declaration } from "./declarations.ts";
import type { JobContext } from "./job-context.ts";
import { stringLiteral, templateLiteral } from "./literals.ts";
import { propertyOf } from "./names.ts";
import { memberKey } from "./member-rows.ts";
import { columnOf, goneRow, ownerOf, ownerValue } from "./owner.ts";
import { rowText } from "./row-text.ts";

/** `const customersTable: Table<…> = { … };` */
export function tableConstant(table: TablePlan, sql: TableStatements, context: JobContext): Declaration {
  const { constant: name, rowType, ownerType } = context.tableNames(table);
  const { keyType, rowsType } = context.names;
  const type = `${context.imports.type("Table")}<${keyType}, ${rowsType}, ${rowType}, ${ownerType}>`;
  const properties = [
    `target: ${stringLiteral(table.target)}`,
    `schema: ${table.schema === undefined ? "undefined" : stringLiteral(table.schema)}`,
    `table: ${stringLiteral(table.table)}`,
    `site: ${stringLiteral(`${table.place.file}:${table.place.line}`)}`,
    `mode: "${table.mode}"`,
    `columns: [${table.columns.map(columnObject).join(", ")}]`,
    `filled: [${filledColumns(table).map(filledObject).join(", ")}]`,
    `key: [${table.key.map(stringLiteral).join(", ")}]`,
    `owner: [${table.owner.map((owner) => stringLiteral(owner.column)).join(", ")}]`,
    `rowsOf: (rows) => ${propertyOf("rows", table.id)}`,
    `ownerOf: ${ownerOf(table, context)}`,
    // Nothing tells rows apart that are only ever added.
    `identityOf: ${table.mode === "append" ? '() => ""' : `(row) => ${rowText(keyColumns(table), context.imports)}`}`,
    `contentOf: (row) => ${rowText(table.columns, context.imports)}`,
    ...goneRow(table, context),
    ...memberKey(table, context),
    ...statementProperties(table, sql, context),
  ];
  return constant({ name, type, value: objectLiteral(properties) });
}

function statementProperties(table: TablePlan, sql: TableStatements, context: JobContext): readonly string[] {
  const { valuesOf, keyOf } = context.tableNames(table);
  const whole = (statement: RowStatement): string => statementObject(statement, valuesOf);
  const removal = (statement: OwnerStatement): string => ownerStatement(statement, table, context);
  const moved = (statement: MovedStatement): string => movedStatement(statement, table, context);
  const collisions = (statement: RowStatement): string => collisionStatement(statement, table, context);
  return [
    `writes: [${sql.writes.map(whole).join(", ")}]`,
    `insert: ${sql.insert === undefined ? "undefined" : whole(sql.insert)}`,
    `removals: [${sql.removals.map(removal).join(", ")}]`,
    `moved: [${sql.moved.map(moved).join(", ")}]`,
    `collisions: ${sql.collisions === undefined ? "undefined" : collisions(sql.collisions)}`,
    `owners: ${sql.owners === undefined ? "undefined" : ownersObject(sql.owners, keyOf)}`,
    ...(sql.left === undefined ? [] : [`left: ${leftStatement(sql.left, table, context)}`]),
    ...straysProperty(sql),
  ];
}

function straysProperty({ strays }: TableStatements): readonly string[] {
  if (strays === undefined) return [];
  return [`strays: { present: ${stringLiteral(strays.present)}, gone: ${stringLiteral(strays.gone)} }`];
}

/** `function valuesOfCustomers(rows) { … }`: the parameters of the writes and of the insert. */
export function rowValuesFunction(table: TablePlan, sql: TableStatements, context: JobContext): Declaration {
  const { valuesOf, rowType } = context.tableNames(table);
  const values = rowValues(sql.writes[0]?.rows ?? [], table, context);
  return functionDeclaration({
    doc: "The parameters that hold whole rows: one array a column.",
    exported: false,
    name: valuesOf,
    parameters: values.length === 0 ? [] : [{ name: "rows", type: `readonly ${rowType}[]` }],
    returns: "readonly unknown[]",
    body: [`return [${values.join(", ")}];`],
  });
}

/** Whether stored owner columns are ever turned into a key. */
export function readsOwners(sql: TableStatements): boolean {
  return sql.collisions !== undefined || sql.owners !== undefined;
}

function keyColumns(table: TablePlan): readonly ColumnPlan[] {
  return table.key.map((name) => columnOf(table, name));
}

function columnObject(column: ColumnPlan): string {
  const { name, notNull, sensitive, volatile } = column;
  const type = stringLiteral(writtenType(column.type));
  return `{ name: ${stringLiteral(name)}, type: ${type}, notNull: ${notNull}, sensitive: ${sensitive}${volatile === undefined ? "" : `, volatile: "${volatile}"`} }`;
}

interface FilledColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
}

function filledColumns({ period }: TablePlan): readonly FilledColumn[] {
  if (period === undefined) return [];
  return [
    { name: period.from, type: "timestamptz", notNull: true },
    { name: period.to, type: "timestamptz", notNull: false },
    ...(period.current === undefined ? [] : [{ name: period.current, type: "boolean", notNull: true }]),
  ];
}

function filledObject({ name, type, notNull }: FilledColumn): string {
  return `{ name: ${stringLiteral(name)}, type: "${type}", notNull: ${notNull}, sensitive: false }`;
}

function collisionStatement(statement: RowStatement, table: TablePlan, context: JobContext): string {
  const rows = { name: "rows", values: rowValues(statement.rows, table, context) };
  return statementObject(statement, valuesFunction(rows), [`keyOf: ${context.tableNames(table).keyOf}`]);
}

function leftStatement(statement: RowStatement, table: TablePlan, context: JobContext): string {
  return statementObject(
    statement,
    valuesFunction({ name: "rows", values: rowValues(statement.rows, table, context) }),
  );
}

function ownerStatement(statement: OwnerStatement, table: TablePlan, context: JobContext): string {
  const owners = { name: "owners", values: ownerValues(statement.owners, table, context) };
  return statementObject(statement, valuesFunction(owners));
}

function movedStatement(statement: MovedStatement, table: TablePlan, context: JobContext): string {
  const owners = { name: "owners", values: ownerValues(statement.owners, table, context) };
  const rows = { name: "rows", values: rowValues(statement.rows, table, context) };
  return objectLiteral([
    ...textProperties(statement),
    `ownerValues: ${valuesFunction(owners)}`,
    `rowValues: ${valuesFunction(rows)}`,
  ]);
}

function ownersObject({ name, first, next }: OwnersStatement, keyOf: string): string {
  return objectLiteral([
    `name: ${stringLiteral(name)}`,
    `first: ${templateLiteral(first)}`,
    `next: ${templateLiteral(next)}`,
    `keyOf: ${keyOf}`,
  ]);
}

interface ParameterList {
  /** Of the function's parameter that holds the rows or owners. */
  readonly name: string;
  readonly values: readonly string[];
}

function rowValues(
  parameters: readonly ColumnParameter[],
  { system }: TablePlan,
  context: JobContext,
): readonly string[] {
  return parameters.map(({ column, encoder }) =>
    encoded({ system, encoder }, ["rows", "row", propertyOf("row", column.name)], context),
  );
}

function ownerValues(parameters: readonly Parameter[], table: TablePlan, context: JobContext): readonly string[] {
  return parameters.map((parameter) =>
    encoded(
      { system: table.system, encoder: parameter.encoder },
      ["owners", "owner", ownerValue(parameter, table)],
      context,
    ),
  );
}

interface Encoder {
  readonly system: System;
  readonly encoder: string;
}

function encoded(
  { system, encoder }: Encoder,
  [list, item, value]: readonly [list: string, item: string, value: string],
  { imports }: JobContext,
): string {
  return `${imports.value(system)}.${encoder}(${list}.map((${item}) => ${value}))`;
}

function valuesFunction({ name, values }: ParameterList): string {
  return `(${values.length > 0 ? name : ""}) => [${values.join(", ")}]`;
}

interface Statement {
  readonly name: string;
  readonly text: string;
}

function statementObject(statement: Statement, values: string, more: readonly string[] = []): string {
  return objectLiteral([...textProperties(statement), `values: ${values}`, ...more]);
}

function textProperties({ name, text }: Statement): readonly string[] {
  return [`name: ${stringLiteral(name)}`, `text: ${templateLiteral(text)}`];
}
