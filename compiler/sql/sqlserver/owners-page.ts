import type { ColumnPlan } from "../../plan/ir.ts";
import type { OwnersStatement } from "../statements.ts";
import { perishable } from "./conditions.ts";
import { cell, cells } from "./fragments.ts";
import { nameOf, quoted } from "./identifiers.ts";
import type { TableShape } from "../table-shape.ts";
import { fromText, inPlace, inputType, ownerText } from "./types.ts";

/**
 * Pages over the owners of rows that would not stay as they are, were their key gone: neither marked nor closed ones, nor those that are
 * kept. The order is that of the typed columns, so that their index serves it. Parameters are `@limit`, then `@p0` and so on for the last row.
 */
export function ownersPage(table: TableShape): OwnersStatement | undefined {
  const conditions = perishable(table);
  if (conditions === undefined) return undefined;
  const name = table.statement("owners");
  if (table.owners.length === 0) return { name, ...singleOwner(table, conditions) };
  const present = table.owners.map((column) => `${cell("t", column)} IS NOT NULL`);
  return {
    name,
    first: pageText(table, [...conditions, ...present]),
    next: [...table.owners.map(declared), pageText(table, [...conditions, behind(table.owners)])].join("\n"),
  };
}

function pageText(table: TableShape, conditions: readonly string[]): string {
  const { owners } = table;
  return [
    `SELECT ${owners.map((column, at) => `${ownerText(cell("o", column), column)} AS o${at}`).join(", ")}`,
    `FROM (`,
    `  SELECT DISTINCT TOP (@limit) ${cells("t", owners)} FROM ${nameOf(table)} AS t`,
    `  WHERE ${conditions.join(" AND ")}`,
    `  ORDER BY ${cells("t", owners)}`,
    `) AS o`,
    `ORDER BY ${cells("o", owners)}`,
  ].join("\n");
}

/** A last row's value in its column's type. */
function declared(column: ColumnPlan, index: number): string {
  const type = inputType(column, "compared").replace(/ COLLATE .*/, "");
  return `DECLARE @after${index} ${type} = ${fromText(`@p${index}`, column)};`;
}

/** Rows behind the last one. SQL Server does not compare lists of values. */
function behind(owners: readonly ColumnPlan[]): string {
  const last = (column: ColumnPlan): string => inPlace(`@after${owners.indexOf(column)}`, column);
  const parts = owners.map((column, index) => {
    const equal = owners.slice(0, index).map((before) => `${cell("t", before)} = ${last(before)}`);
    return [...equal, `${cell("t", column)} > ${last(column)}`].join(" AND ");
  });
  return parts.length === 1 ? parts.join("") : `(${parts.map((part) => `(${part})`).join(" OR ")})`;
}

/** Without captures there is one owner, which is there when a row is: a row with nothing to read. */
function singleOwner(
  table: TableShape,
  conditions: readonly string[],
): { readonly first: string; readonly next: string } {
  return {
    first: `SELECT TOP (IIF(@limit < 1, @limit, 1)) 1 AS ${quoted("rdi none")} FROM ${nameOf(table)} AS t\nWHERE ${conditions.join(" AND ")}`,
    next: `SELECT TOP (0) 1 AS ${quoted("rdi none")} WHERE @limit < 0`,
  };
}
