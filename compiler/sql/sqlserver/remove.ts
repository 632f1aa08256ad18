import type { OwnerStatement, Parameter } from "../statements.ts";
import { setBy, setColumns, verb } from "../set-columns.ts";
import { isLiteral } from "../soft-delete.ts";
import { constantText } from "./constants.ts";
import { equalConstants, equalInputs, inputCell, parameters } from "./fragments.ts";
import { wrapped } from "../layout.ts";
import { fates, type Fate } from "../fates.ts";
import { expiryFilter, live } from "./conditions.ts";
import { nameOf, quoted } from "./identifiers.ts";
import { closing } from "./history.ts";
import { expired, EXPIRED, inputOf, taken } from "./inputs.ts";
import type { TableShape } from "../table-shape.ts";
import { encoderName } from "./types.ts";

/** Remove, mark or close all rows of the given owners. */
export function removals(table: TableShape): readonly OwnerStatement[] {
  return fates(table).map((fate) => {
    const { taking, joined, conditions, owners } = byOwners(table, fate, "JOIN");
    const where = conditions.length === 0 ? [] : [`WHERE ${conditions.join(" AND ")}`];
    // Rows are looked for one by one, by their index: a plan that is made while a table is empty would go on to read all of it as it fills.
    const plan = taking.length === 0 ? [] : ["OPTION (LOOP JOIN, FORCE ORDER)"];
    const lines = [...taking, ended([...joined, ...where, ...plan]), "SET @count = @@ROWCOUNT"];
    const name = `${verb(table, fate)}${fate.when === "expired" ? "-expired" : ""}`;
    return { name: table.statement(name), text: lines.join("\n"), owners };
  });
}

export interface OwnersPart {
  readonly taking: readonly string[];
  readonly joined: readonly string[];
  readonly conditions: readonly string[];
  readonly owners: readonly Parameter[];
}

/** A statement over the rows of the given owners, to which conditions may be added. Without captures there is one owner: the constants tell its rows. */
export function byOwners(table: TableShape, fate: Fate, join: string): OwnersPart {
  const set = setColumns(table, fate).filter(({ value }) => !isLiteral(value));
  const inputs = [
    ...table.owners.map((column) => inputOf(column, "compared")),
    ...set.map(({ column }) => inputOf(column, "carried")),
    ...(fate.when === "always" ? [] : [expired]),
  ];
  const from = `${nameOf(table)} AS t WITH (UPDLOCK)`;
  const owned = equalInputs("o", table.owners);
  const source =
    owned.length === 0 ? `@o AS o CROSS JOIN ${from}` : `@o AS o ${join} ${from} ON ${owned.join(" AND ")}`;
  return {
    taking: inputs.length === 0 ? [] : taken("@o", "@owners", inputs),
    joined: [change(table, fate), `FROM ${inputs.length === 0 ? from : source}`],
    conditions: [...equalConstants(table.constants), ...live(table), ...expiryFilter(table, fate.when, `o.${EXPIRED}`)],
    owners: [
      ...parameters(table.owners),
      ...set.map(({ column }) => {
        return { of: "set" as const, by: setBy(fate), column, encoder: encoderName(column, "carried") };
      }),
      ...(fate.when === "always" ? [] : [{ of: "expired" as const, encoder: "timestamptz" }]),
    ],
  };
}

/** Lines of one statement. */
function ended(lines: readonly string[]): string {
  return `${lines.join("\n")};`;
}

function change(table: TableShape, fate: Fate): string {
  if (table.period !== undefined) return closing(table.period);
  if (fate.outcome.kind === "remove") return "DELETE t";
  const assignments = setColumns(table, fate).map(({ column, value }) => {
    return `${quoted(column.name)} = ${isLiteral(value) ? constantText(column, value) : inputCell("o", column)}`;
  });
  return `UPDATE t SET ${wrapped(assignments)}`;
}
