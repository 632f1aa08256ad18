import type { RowStatement } from "../statements.ts";
import { equalConstants, equalInputs, parameters } from "./fragments.ts";
import { nameOf, quoted } from "./identifiers.ts";
import { inputOf, position, POSITION, taken } from "./inputs.ts";
import { ownersBesideKey, without, type TableShape } from "../table-shape.ts";
import { ownerText } from "./types.ts";
import { byKey } from "./upsert.ts";

/** Finds, after the writes, inputs whose stored row, or open version, has other owner columns. Behind the columns an input has its position. */
export function collisions(table: TableShape): RowStatement | undefined {
  const { key, owners, constants, period } = table;
  if (ownersBesideKey(table).length === 0) return undefined;
  const inputs = without([...key, ...without(owners, key)], constants);
  const same = [byKey(table), ...(period === undefined ? [] : [`t.${quoted(period.to)} IS NULL`])];
  const lines = [
    ...taken("@i", "@rows", [...inputs.map((column) => inputOf(column, "compared")), position]),
    `SELECT ${[`CONVERT(nvarchar(10), i.${POSITION}) AS ${POSITION}`, ...ownerTexts(table)].join(", ")}`,
    `FROM @i AS i JOIN ${nameOf(table)} AS t ON ${same.join(" AND ")}`,
    `WHERE NOT (${own(table).join(" AND ")})${unknown(table)}`,
    "OPTION (LOOP JOIN, FORCE ORDER);",
    "SET @count = @@ROWCOUNT",
  ];
  return { name: table.statement("collisions"), text: lines.join("\n"), rows: parameters(inputs) };
}

function own(table: TableShape): readonly string[] {
  return [
    ...equalInputs("i", without(table.owners, table.key)),
    ...equalConstants(without(table.constants, table.key)),
  ];
}

/** A row without an owner is not one's own; with a null in it, NOT says nothing. */
function unknown(table: TableShape): string {
  return ownersBesideKey(table)
    .map(({ name }) => ` OR t.${quoted(name)} IS NULL`)
    .join("");
}

/** Where a constant differs, the row is another job's, and its owner is no key of this one. */
function ownerTexts(table: TableShape): readonly string[] {
  const mine = equalConstants(without(table.constants, table.key)).join(" AND ");
  return table.owners.map((column, at) => {
    const text = ownerText(`t.${quoted(column.name)}`, column);
    return `${mine === "" ? text : `CASE WHEN ${mine} THEN ${text} END`} AS o${at}`;
  });
}
