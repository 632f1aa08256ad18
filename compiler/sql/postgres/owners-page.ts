import type { ColumnPlan } from "../../plan/ir.ts";
import type { OwnersStatement } from "../statements.ts";
import { cell, cells, equalConstants } from "./fragments.ts";
import type { TableShape } from "./table-shape.ts";
import { ownerText, typeName } from "./types.ts";

/** Pages over the owners that the table holds. The order is that of the typed columns, so that their index serves it. */
export function ownersPage(table: TableShape): OwnersStatement {
  const name = table.statement("owners");
  const { owners, constants } = table;
  if (owners.length === 0) return { name, ...singleOwner(table) };
  const present = owners.map((column) => `${cell("t", column)} IS NOT NULL`);
  return {
    name,
    first: pageText(table, [...equalConstants(constants), ...present]),
    next: pageText(table, [...equalConstants(constants), behind(owners)]),
  };
}

function pageText({ name, owners }: TableShape, conditions: readonly string[]): string {
  return [
    `SELECT ${owners.map((column) => ownerText(cell("o", column), column)).join(", ")}`,
    `FROM (`,
    `  SELECT DISTINCT ${cells("t", owners)} FROM ${name} AS t`,
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
function singleOwner({ name, constants }: TableShape): { readonly first: string; readonly next: string } {
  return {
    first: `SELECT FROM ${name} AS t\nWHERE ${equalConstants(constants).join(" AND ")}\nLIMIT least($1::int8, 1)`,
    next: "SELECT WHERE $1::int8 < 0",
  };
}
