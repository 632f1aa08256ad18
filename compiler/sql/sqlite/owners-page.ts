import type { ColumnPlan } from "../../plan/ir.ts";
import type { OwnersStatement } from "../statements.ts";
import { perishable } from "./conditions.ts";
import { cell, cells, tuple } from "./fragments.ts";
import { nameOf } from "../identifiers.ts";
import type { TableShape } from "../table-shape.ts";
import { ownerText } from "./types.ts";

/**
 * Pages over the owners of rows that would not stay as they are, were their key gone: neither marked nor closed ones, nor those that are
 * kept. The order is that of the columns, so that their index serves it.
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
    `SELECT DISTINCT ${owners.map((column) => ownerText(cell("t", column), column)).join(", ")} FROM ${nameOf(table)} AS t`,
    `WHERE ${conditions.join(" AND ")}`,
    `ORDER BY ${cells("t", owners)} LIMIT ?1`,
  ].join("\n");
}

/** A last row's text parameters follow the limit. */
function behind(owners: readonly ColumnPlan[]): string {
  const last = owners.map((column, index) => lastValue(column, index + 2));
  return `${tuple(owners.map((column) => cell("t", column)))} > ${tuple(last)}`;
}

function lastValue({ type: { kind } }: ColumnPlan, index: number): string {
  if (kind === "bytes") return `unhex(?${index})`;
  const isInteger = kind === "smallint" || kind === "int" || kind === "bigint" || kind === "boolean";
  return isInteger ? `CAST(?${index} AS INTEGER)` : `?${index}`;
}

/** Without captures there is one owner, which is there when a row is: a row without columns, of which SQLite has none. */
function singleOwner(
  table: TableShape,
  conditions: readonly string[],
): { readonly first: string; readonly next: string } {
  return {
    first: `SELECT NULL FROM ${nameOf(table)} AS t\nWHERE ${conditions.join(" AND ")}\nLIMIT min(?1, 1)`,
    next: "SELECT NULL WHERE ?1 < 0",
  };
}
