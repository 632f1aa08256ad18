import type { OwnerStatement, Parameter } from "../statements.ts";
import { fates, type Fate } from "../fates.ts";
import { wrapped } from "../layout.ts";
import { setBy, setColumns, verb } from "../set-columns.ts";
import { isLiteral } from "../soft-delete.ts";
import type { TableShape } from "../table-shape.ts";
import { constantText } from "./constants.ts";
import {
  cell,
  cells,
  equalConstants,
  equalInputs,
  input,
  inputs,
  isAmong,
  parameters,
  rowsOf,
  tuple,
} from "./fragments.ts";
import { expiryFilter, live } from "./conditions.ts";
import { closing } from "./history.ts";
import { nameOf, quoted } from "../identifiers.ts";
import { encoderName } from "./types.ts";

/** Remove, mark or close all rows of the given owners. */
export function removals(table: TableShape): readonly OwnerStatement[] {
  return fates(table).map((fate) => {
    const name = `${verb(table, fate)}${fate.when === "expired" ? "-expired" : ""}`;
    return { name: table.statement(name), ...byOwners(table, fate, []) };
  });
}

export type OwnersPart = Pick<OwnerStatement, "text" | "owners">;

/** A statement over the rows of the given owners, with more conditions. Without captures there is one owner: the constants tell its rows. */
export function byOwners(table: TableShape, fate: Fate, more: readonly string[]): OwnersPart {
  const set = setColumns(table, fate).filter(({ value }) => !isLiteral(value));
  const expired = table.owners.length + set.length;
  const owners: readonly Parameter[] = [
    ...parameters(table.owners),
    ...set.map(({ column }) => ({ of: "set" as const, by: setBy(fate), column, encoder: encoderName(column) })),
    ...(fate.when === "always" ? [] : [{ of: "expired" as const, encoder: "timestamptz" }]),
  ];
  const conditions = [
    ...equalConstants(table.constants),
    ...live(table),
    ...expiryFilter(table, fate.when, `o.value ->> ${expired}`),
    ...more,
  ];
  return { text: textOf(table, fate, conditions), owners };
}

/**
 * An UPDATE may read values of its owner, a DELETE of SQLite has no other table beside it: where it needs one, its rows are looked up by their `key`
 * first.
 */
function textOf(table: TableShape, fate: Fate, conditions: readonly string[]): string {
  const { owners, key } = table;
  if (table.period !== undefined || fate.outcome.kind !== "remove") {
    const all = [...equalInputs("o", owners), ...conditions];
    return [...change(table, fate), `FROM ${rowsOf(1, "o")}`, `WHERE ${all.join("\n  AND ")}`].join("\n");
  }
  const head = `DELETE FROM ${nameOf(table)} AS t`;
  if (fate.when === "always") {
    const owned = isAmong(owners, rowsOf(1, "o"), inputs("o", owners));
    return [head, `WHERE ${[...(owners.length === 0 ? [] : [owned]), ...conditions].join("\n  AND ")}`].join("\n");
  }
  const owned = equalInputs("o", owners);
  return [
    head,
    `WHERE ${tuple(key.map((column) => cell("t", column)))} IN (`,
    `  SELECT ${cells("t", key)} FROM ${rowsOf(1, "o")}`,
    `  CROSS JOIN ${nameOf(table)} AS t ON ${owned.length === 0 ? "true" : owned.join(" AND ")}`,
    `  WHERE ${conditions.join("\n    AND ")}`,
    `)`,
  ].join("\n");
}

function change(table: TableShape, fate: Fate): readonly string[] {
  if (table.period !== undefined) return closing(table, table.period);
  const sent = setColumns(table, fate).filter(({ value }) => !isLiteral(value));
  const assignments = setColumns(table, fate).map((set) => {
    const { column, value } = set;
    const at = table.owners.length + sent.findIndex((one) => one.column === column);
    return `${quoted(column.name)} = ${isLiteral(value) ? constantText(column, value) : input("o", column, at)}`;
  });
  return [`UPDATE ${nameOf(table)} AS t SET ${wrapped(assignments)}`];
}
