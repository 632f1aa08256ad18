import type { ColumnPlan } from "../../plan/ir.ts";
import type { OwnersStatement } from "../statements.ts";
import { perishable } from "./conditions.ts";
import { cell, cells } from "./fragments.ts";
import { nameOf } from "../identifiers.ts";
import type { TableShape } from "../table-shape.ts";
import { ownerText, typeName } from "./types.ts";

/**
 * Pages over the owners of rows that would not stay as they are, were their key gone: neither marked nor closed ones, nor those that are
 * kept. The order is that of the typed columns, so that their index serves it.
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
    next: pageText(table, [...conditions, behind(table.owners)]),
  };
}

function pageText(table: TableShape, conditions: readonly string[]): string {
  const { owners } = table;
  return [
    `SELECT ${owners.map((column) => ownerText(cell("o", column), column)).join(", ")}`,
    `FROM (`,
    `  SELECT DISTINCT ${cells("t", owners)} FROM ${nameOf(table)} AS t`,
    `  WHERE ${conditions.join(" AND ")}`,
    `  ORDER BY ${cells("t", owners)} LIMIT $1::int8`,
    `) AS o`,
    `ORDER BY ${cells("o", owners)}`,
  ].join("\n");
}

/** A last row's text parameters follow the limit. */
function behind(owners: readonly ColumnPlan[]): string {
  const last = owners.map((column, index) => lastValue(column, index + 2));
  const [only] = last;
  if (only !== undefined && last.length === 1) return `${cells("t", owners)} > ${only}`;
  return `(${cells("t", owners)}) > (${last.join(", ")})`;
}

function lastValue(column: ColumnPlan, index: number): string {
  return column.type.kind === "bytes" ? `decode($${index}::text, 'hex')` : `$${index}::${typeName(column)}`;
}

/** Without captures there is one owner, which is there when a row is: a row without columns. */
function singleOwner(
  table: TableShape,
  conditions: readonly string[],
): { readonly first: string; readonly next: string } {
  return {
    first: `SELECT FROM ${nameOf(table)} AS t\nWHERE ${conditions.join(" AND ")}\nLIMIT least($1::int8, 1)`,
    next: "SELECT WHERE $1::int8 < 0",
  };
}
