import type { TablePlan } from "../plan/ir.ts";
import { columnTypeText } from "./column-types.ts";
import { interfaceDeclaration, type Declaration } from "./declarations.ts";
import type { JobContext } from "./job-context.ts";
import { propertyName } from "./names.ts";

/** The types of a job: the captures, the fields, one row a table, and all rows of a key. */
export function jobInterfaces(context: JobContext): readonly Declaration[] {
  return [
    keyInterface(context),
    hashInterface(context),
    ...context.job.tables.map((table) => rowInterface(table, context)),
    rowsInterface(context),
  ];
}

function keyInterface(context: JobContext): Declaration {
  const raw = context.imports.type("Raw");
  const names = [...(context.uses.key ? ["key"] : []), ...usedCaptures(context)];
  const doc = `${names[0] === "key" ? "The key, with the captures" : "The captures"} of \`${context.job.pattern.text}\`.`;
  return interfaceDeclaration(
    context.names.keyType,
    doc,
    names.map((name) => ({ name: propertyName(name), type: raw })),
  );
}

/** In the order of the pattern. */
export function usedCaptures(context: JobContext): readonly string[] {
  return captureNames(context).filter((name) => context.uses.captures.has(name));
}

/** All captures; the n-th one is group n + 1 of the pattern. */
export function captureNames(context: JobContext): readonly string[] {
  return context.job.pattern.parts.flatMap((part) => (part.kind === "capture" ? [part.name] : []));
}

function hashInterface(context: JobContext): Declaration {
  const fields = context.job.fields.map((name) => ({
    name: propertyName(name),
    type: `${context.imports.type("Raw")} | null`,
  }));
  return interfaceDeclaration(context.names.hashType, "The hash fields that the mapping reads.", fields);
}

function rowInterface(table: TablePlan, context: JobContext): Declaration {
  const columns = table.columns.map((column) => ({
    name: propertyName(column.name),
    type: columnTypeText(column, context.imports),
  }));
  const about = `A row of \`${qualifiedName(table)}\`.`;
  return interfaceDeclaration(
    context.tableNames(table).rowType,
    table.doc === undefined ? about : `${about}\n\n${table.doc}`,
    columns,
  );
}

function qualifiedName(table: TablePlan): string {
  return table.schema === undefined ? table.table : `${table.schema}.${table.table}`;
}

function rowsInterface(context: JobContext): Declaration {
  const lists = context.job.tables.map((table) => ({
    name: propertyName(table.id),
    type: `readonly ${context.tableNames(table).rowType}[]`,
  }));
  return interfaceDeclaration(context.names.rowsType, "The rows that one key stands for.", lists);
}
