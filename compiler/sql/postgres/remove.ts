import type { OwnerStatement, Parameter } from "../statements.ts";
import { setBy, setColumns, verb } from "../set-columns.ts";
import { isLiteral } from "../soft-delete.ts";
import { constantText } from "./constants.ts";
import { wrapped } from "../layout.ts";
import { cell, equalConstants, equalInputs, inputCell, parameters, unnestTypes } from "./fragments.ts";
import { fates, type Fate } from "../fates.ts";
import { expiryFilter, live } from "./conditions.ts";
import { nameOf, quoted } from "../identifiers.ts";
import { closing } from "./history.ts";
import type { TableShape } from "../table-shape.ts";
import { encoderName, parameterType } from "./types.ts";

/** Cannot be a column's name by accident. */
const EXPIRED = quoted("rdi expired");

/** Remove, mark or close all rows of the given owners. */
export function removals(table: TableShape): readonly OwnerStatement[] {
  return fates(table).map((fate) => {
    const { lines, owners } = byOwners(table, fate);
    const name = `${verb(table, fate)}${fate.when === "expired" ? "-expired" : ""}`;
    return { name: table.statement(name), text: (byOneOwner(table, fate) ?? lines).join("\n"), owners };
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
    ...table.owners.map((column) => ({ name: quoted(column.name), type: parameterType(column) })),
    ...set.map(({ column }) => ({ name: quoted(column.name), type: parameterType(column) })),
    ...(fate.when === "always" ? [] : [{ name: EXPIRED, type: "timestamptz" }]),
  ];
  const from = `${unnestTypes(inputs.map(({ type }) => type))} AS o(${wrapped(inputs.map(({ name }) => name))})`;
  const conditions = [
    ...equalInputs("o", table.owners),
    ...equalConstants(table.constants),
    ...live(table),
    ...expiryFilter(table, fate.when, `o.${EXPIRED}`),
  ];
  const removes = fate.outcome.kind === "remove" && table.period === undefined;
  return {
    lines: [
      ...change(table, fate),
      ...(inputs.length === 0 ? [] : [`${removes ? "USING" : "FROM"} ${from}`]),
      `WHERE ${conditions.join(" AND ")}`,
    ],
    owners: [
      ...parameters(table.owners),
      ...set.map(({ column }) => ({ of: "set" as const, by: setBy(fate), column, encoder: encoderName(column) })),
      ...(fate.when === "always" ? [] : [{ of: "expired" as const, encoder: "timestamptz" }]),
    ],
  };
}

/** Takes a third of the time that the join takes. */
function byOneOwner(table: TableShape, { outcome, when }: Fate): readonly string[] | undefined {
  const [only, ...others] = table.owners;
  const isPlain = outcome.kind === "remove" && when === "always" && table.period === undefined;
  if (only === undefined || others.length > 0 || !isPlain || only.type.kind === "native") return undefined;
  const conditions = [
    `${cell("t", only)} = ANY($1::${parameterType(only)}[])`,
    ...equalConstants(table.constants),
    ...live(table),
  ];
  return [`DELETE FROM ${nameOf(table)} AS t`, `WHERE ${conditions.join(" AND ")}`];
}

function change(table: TableShape, fate: Fate): readonly string[] {
  if (table.period !== undefined) return closing(table, table.period);
  if (fate.outcome.kind === "remove") return [`DELETE FROM ${nameOf(table)} AS t`];
  const assignments = setColumns(table, fate).map(({ column, value }) => {
    return `${quoted(column.name)} = ${isLiteral(value) ? constantText(column, value) : inputCell("o", column)}`;
  });
  return [`UPDATE ${nameOf(table)} AS t SET ${wrapped(assignments)}`];
}
