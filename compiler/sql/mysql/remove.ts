import type { ColumnPlan } from "../../plan/ir.ts";
import type { OwnerStatement, Parameter } from "../statements.ts";
import { wrapped } from "../layout.ts";
import { setBy, setColumns, verb } from "../set-columns.ts";
import { isLiteral } from "../soft-delete.ts";
import { constantText } from "./constants.ts";
import { cell, equalConstants, equalInputs, inputColumns, jsonTable, parameters } from "./fragments.ts";
import { fates, type Fate } from "../fates.ts";
import { expiryFilter, live } from "./conditions.ts";
import { nameOf, quoted } from "./identifiers.ts";
import { closedNow } from "./history.ts";
import type { TableShape } from "../table-shape.ts";
import { encoderName, inputType, valueOf } from "./types.ts";

/** Cannot be a column's name by accident. */
const EXPIRED = quoted("rdi expired");

/** Remove, mark or close all rows of the given owners. */
export function removals(table: TableShape): readonly OwnerStatement[] {
  return fates(table).map((fate) => {
    const { lines, owners } = byOwners(table, fate);
    const name = `${verb(table, fate)}${fate.when === "expired" ? "-expired" : ""}`;
    return { name: table.statement(name), text: lines.join("\n"), owners };
  });
}

export interface OwnersPart {
  readonly lines: readonly string[];
  readonly owners: readonly Parameter[];
}

/** A statement over the rows of the given owners, to which conditions may be added. Without captures there is one owner: the constants tell its rows. */
export function byOwners(table: TableShape, fate: Fate): OwnersPart {
  const set = setColumns(table, fate).filter(({ value }) => !isLiteral(value));
  const inputs = [
    ...inputColumns(table.owners),
    ...set.map(({ column }) => ({ name: setName(column), type: inputType(column) })),
    ...(fate.when === "always" ? [] : [{ name: EXPIRED, type: "DATETIME(6)" }]),
  ];
  const joined = equalInputs("o", table.owners);
  const conditions = [
    ...equalConstants(table.constants),
    ...live(table),
    ...expiryFilter(table, fate.when, `o.${EXPIRED}`),
  ];
  const stored = `${nameOf(table)} AS t`;
  const from =
    inputs.length === 0
      ? stored
      : `${jsonTable("o", inputs)}\nSTRAIGHT_JOIN ${stored}${joined.length === 0 ? "" : ` ON ${joined.join(" AND ")}`}`;
  const removes = fate.outcome.kind === "remove" && table.period === undefined;
  return {
    lines: [
      ...(removes ? [`DELETE t FROM ${from}`] : [`UPDATE ${from}`, `SET ${assignments(table, fate)}`]),
      `WHERE ${conditions.length === 0 ? "TRUE" : conditions.join(" AND ")}`,
    ],
    owners: [
      ...parameters(table.owners),
      ...set.map(({ column }) => ({ of: "set" as const, by: setBy(fate), column, encoder: encoderName(column) })),
      ...(fate.when === "always" ? [] : [{ of: "expired" as const, encoder: "timestamptz" }]),
    ],
  };
}

function assignments(table: TableShape, fate: Fate): string {
  if (table.period !== undefined) return closedNow(table.period);
  const all = setColumns(table, fate).map(({ column, value }) => {
    const input = valueOf(`o.${setName(column)}`, column);
    return `${cell("t", column)} = ${isLiteral(value) ? constantText(column, value) : input}`;
  });
  return wrapped(all);
}

/** What is written may have the name of an owner column. */
function setName(column: ColumnPlan): string {
  return quoted(`set ${column.name}`);
}
