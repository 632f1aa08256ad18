import type { ColumnPlan, TablePlan } from "../plan/ir.ts";
import type { MovedStatement, OwnerStatement, Parameter, RowStatement, TableStatements } from "../sql/statements.ts";
import { writtenType } from "./column-types.ts";
import { constant, functionDeclaration, objectLiteral, typeAlias, type Declaration } from "./declarations.ts";
import { expression } from "./expression.ts";
import type { JobContext } from "./job-context.ts";
import { stringLiteral, templateLiteral } from "./literals.ts";
import { propertyName, propertyOf } from "./names.ts";
import { storedOwners } from "./owner-key.ts";
import { rowText } from "./row-text.ts";

/** `type CustomersOwner = Pick<CustomersRow, "id">;` */
export function ownerType(table: TablePlan, context: JobContext): Declaration {
  const { ownerType, rowType } = context.tableNames(table);
  const columns = table.owner.map((owner) => stringLiteral(owner.column)).join(" | ");
  return typeAlias(ownerType, `Pick<${rowType}, ${columns}>`);
}

/** `const customersTable: Table<…> = { … };` */
export function tableConstant(table: TablePlan, sql: TableStatements, context: JobContext): Declaration {
  const { constant: name, rowType, ownerType } = context.tableNames(table);
  const { keyType, rowsType } = context.names;
  const type = `${context.imports.type("Table")}<${keyType}, ${rowsType}, ${rowType}, ${ownerType}>`;
  const keyOf = `keyOf: ${context.tableNames(table).keyOf}`;
  const properties = [
    `target: ${stringLiteral(table.target)}`,
    `schema: ${table.schema === undefined ? "undefined" : stringLiteral(table.schema)}`,
    `table: ${stringLiteral(table.table)}`,
    `site: ${stringLiteral(`${table.place.file}:${table.place.line}`)}`,
    `columns: [${table.columns.map(columnObject).join(", ")}]`,
    `key: [${table.key.map(stringLiteral).join(", ")}]`,
    `owner: [${table.owner.map((owner) => stringLiteral(owner.column)).join(", ")}]`,
    `rowsOf: (rows) => ${propertyOf("rows", table.id)}`,
    `ownerOf: ${ownerOf(table, context)}`,
    `identityOf: (row) => ${rowText(keyColumns(table))}`,
    `contentOf: (row) => ${rowText(table.columns)}`,
    `upsert: ${statementObject(sql.upsert, context.tableNames(table).valuesOf)}`,
    `insert: ${statementObject(sql.insert, context.tableNames(table).valuesOf)}`,
    `remove: ${sql.remove === undefined ? "undefined" : ownerStatement(sql.remove, context)}`,
    `removeMoved: ${sql.removeMoved === undefined ? "undefined" : movedStatement(sql.removeMoved, context)}`,
    `collisions: ${sql.collisions === undefined ? "undefined" : rowStatement(sql.collisions, context, keyOf)}`,
    `owners: ${objectLiteral([...named(sql.owners.name), `first: ${templateLiteral(sql.owners.first)}`, `next: ${templateLiteral(sql.owners.next)}`, keyOf])}`,
  ];
  return constant({ name, type, value: objectLiteral(properties) });
}

/** `function valuesOfCustomers(rows) { … }`: the parameters of the upsert and of the insert. */
export function rowValuesFunction(table: TablePlan, sql: TableStatements, context: JobContext): Declaration {
  const { valuesOf, rowType } = context.tableNames(table);
  const { values } = list("rows", "row", sql.insert.rows, context);
  return functionDeclaration({
    doc: "The parameters that hold whole rows: one array a column.",
    exported: false,
    name: valuesOf,
    parameters: values.length === 0 ? [] : [{ name: "rows", type: `readonly ${rowType}[]` }],
    returns: "readonly unknown[]",
    body: [`return [${values.join(", ")}];`],
  });
}

function columnOf(table: TablePlan, name: string): ColumnPlan {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new Error(`the plan names the column ${name}, which ${table.table} does not have`);
  return column;
}

function keyColumns(table: TablePlan): readonly ColumnPlan[] {
  return table.key.map((name) => columnOf(table, name));
}

function columnObject(column: ColumnPlan): string {
  const { name, notNull, sensitive } = column;
  const type = writtenType(column.type);
  return `{ name: ${stringLiteral(name)}, type: "${type}", notNull: ${notNull}, sensitive: ${sensitive} }`;
}

/** The same expressions as in the mapping: they depend on the key alone. */
function ownerOf(table: TablePlan, context: JobContext): string {
  const columns = table.owner.map(
    ({ column }) => `${propertyName(column)}: ${expression(columnOf(table, column).value, context)}`,
  );
  return `(${storedOwners(table).length === 0 ? "" : "key"}) => (${objectLiteral(columns)})`;
}

function rowStatement(statement: RowStatement, context: JobContext, ...more: readonly string[]): string {
  return statementObject(statement, valuesFunction([list("rows", "row", statement.rows, context)]), more);
}

function ownerStatement(statement: OwnerStatement, context: JobContext): string {
  return statementObject(statement, valuesFunction([list("owners", "owner", statement.owners, context)]));
}

function movedStatement(statement: MovedStatement, context: JobContext): string {
  const owners = list("owners", "owner", statement.owners, context);
  return statementObject(statement, valuesFunction([owners, list("rows", "row", statement.rows, context)]));
}

interface ParameterList {
  /** Of the function's parameter that holds the rows or owners. */
  readonly name: string;
  readonly values: readonly string[];
}

function list(name: string, item: string, parameters: readonly Parameter[], context: JobContext): ParameterList {
  const values = parameters.map(({ column, encoder }) => {
    const dialect = context.imports.value("postgres");
    return `${dialect}.${encoder}(${name}.map((${item}) => ${propertyOf(item, column.name)}))`;
  });
  return { name, values };
}

function valuesFunction(lists: readonly ParameterList[]): string {
  const used = lists.slice(0, lists.findLastIndex(({ values }) => values.length > 0) + 1);
  const names = used.map(({ name, values }) => (values.length > 0 ? name : `_${name}`)).join(", ");
  return `(${names}) => [${lists.flatMap((part) => part.values).join(", ")}]`;
}

interface Statement {
  readonly name: string;
  readonly text: string;
}

function statementObject(statement: Statement, values: string, more: readonly string[] = []): string {
  return objectLiteral([
    ...named(statement.name),
    `text: ${templateLiteral(statement.text)}`,
    `values: ${values}`,
    ...more,
  ]);
}

function named(name: string): readonly string[] {
  return [`name: ${stringLiteral(name)}`];
}
