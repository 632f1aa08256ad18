import type { ColumnPlan } from "../../plan/ir.ts";
import type { OwnersStatement } from "../statements.ts";
import { perishable } from "./conditions.ts";
import { cell, cells } from "./fragments.ts";
import { nameOf } from "./identifiers.ts";
import type { TableShape } from "../table-shape.ts";
import { ownerText, textParameter } from "./types.ts";

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
    `  ORDER BY ${cells("t", owners)} LIMIT ?`,
    `) AS o`,
    `ORDER BY ${cells("o", owners)}`,
  ].join("\n");
}

/**
 * The last row's values come before the limit: the first, then the first and the second, and so on. Comparisons of rows of columns would not be
 * looked up in an index.
 */
function behind(owners: readonly ColumnPlan[]): string {
  const steps = owners.map((column, at) => {
    const same = owners.slice(0, at).map((earlier) => `${cell("t", earlier)} = ${textParameter(earlier)}`);
    return [...same, `${cell("t", column)} > ${textParameter(column)}`].join(" AND ");
  });
  return steps.length === 1 ? steps.join("") : `(${steps.join(" OR ")})`;
}

/** Without captures there is one owner, which is there when a row is. */
function singleOwner(
  table: TableShape,
  conditions: readonly string[],
): { readonly first: string; readonly next: string } {
  return {
    first: `SELECT 'there' FROM (SELECT 1 FROM ${nameOf(table)} AS t\nWHERE ${conditions.join(" AND ")}\nLIMIT 1) AS o LIMIT ?`,
    next: "SELECT 'there' FROM DUAL WHERE ? IS NULL LIMIT ?",
  };
}
