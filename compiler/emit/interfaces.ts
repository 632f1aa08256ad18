import type { LookupPlan, TablePlan } from "../plan/ir.ts";
import { columnTypeText } from "./column-types.ts";
import { interfaceDeclaration, type Declaration, type Property } from "./declarations.ts";
import { destinationsOf, type JobContext } from "./job-context.ts";
import { propertyName } from "./names.ts";
import { redisRowInterface } from "./redis-rows.ts";
import { hasFieldInterface, wholeType } from "./value-parameter.ts";

/** The types of a job: the captures, the fields, one row a table, and all rows of a key. */
export function jobInterfaces(context: JobContext): readonly Declaration[] {
  return [
    keyInterface(context),
    ...hashInterface(context),
    ...lookupsInterface(context),
    ...context.job.tables.map((table) => rowInterface(table, context)),
    ...context.job.keys.map((key) => redisRowInterface(key, context)),
    rowsInterface(context),
  ];
}

function keyInterface(context: JobContext): Declaration {
  const names = [...(context.uses.key ? ["key"] : []), ...usedCaptures(context)];
  const expiry = context.job.read.expiry ? [expiryProperty(context)] : [];
  const doc = `${names[0] === "key" ? "The key, with the captures" : "The captures"} of \`${context.job.pattern.text}\`.`;
  return interfaceDeclaration(context.names.keyType, doc, [
    ...names.map((name) => ({ name: propertyName(name), type: context.imports.type("Raw") })),
    ...expiry,
  ]);
}

function expiryProperty({ imports }: JobContext): Property {
  return { name: "expires_at", type: `${imports.type("Instant")} | null` };
}

/** In the order of the pattern. */
export function usedCaptures(context: JobContext): readonly string[] {
  return captureNames(context).filter((name) => context.uses.captures.has(name));
}

/** All captures; the n-th one is group n + 1 of the pattern. */
export function captureNames(context: JobContext): readonly string[] {
  return context.job.pattern.parts.flatMap((part) => (part.kind === "capture" ? [part.name] : []));
}

function hashInterface(context: JobContext): readonly Declaration[] {
  const { read } = context.job;
  if (!hasFieldInterface(read) || read.members === "all") return [];
  const fields = read.members.map(([name = ""]) => rawProperty(name, context));
  return [interfaceDeclaration(context.names.hashType, "The hash fields that the mapping reads.", fields)];
}

function rawProperty(name: string, { imports }: JobContext): Property {
  return { name: propertyName(name), type: `${imports.type("Raw")} | null` };
}

function lookupsInterface(context: JobContext): readonly Declaration[] {
  const { lookups } = context.job;
  if (lookups.length === 0) return [];
  const readers = lookups.map((lookup) => {
    const type = lookupType(lookup, context);
    return { name: propertyName(lookup.name), type: `${context.imports.type("LookupReader")}<${type}>` };
  });
  return [interfaceDeclaration(context.names.lookupsType, "Other keys that the mapping asks for.", readers)];
}

/** Of a hash an object of the fields that are used, everything else whole. */
function lookupType({ kind, members }: LookupPlan, context: JobContext): string {
  if (members === undefined) return "unknown";
  if (members !== "all" && kind === "hash") {
    const fields = members.map(([name = ""]) => rawProperty(name, context));
    return `{ ${fields.map(({ name, type }) => `readonly ${name}: ${type}`).join("; ")} }`;
  }
  return members.length === 0 ? "object" : wholeType(kind, context.imports);
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
  const lists = destinationsOf(context.job).map((table) => ({
    name: propertyName(table.id),
    type: `readonly ${context.tableNames(table).rowType}[]`,
  }));
  return interfaceDeclaration(context.names.rowsType, "The rows that one key stands for.", lists);
}
