import type { TableStatements } from "../../../compiler/sql/statements.ts";

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Every statement of a table, by its name; the pages over owners are two. */
export function allTexts(sql: TableStatements): readonly NamedText[] {
  const { upsert, insert, remove, removeMoved, collisions, owners } = sql;
  return [
    ...[upsert, insert, remove, removeMoved, collisions].flatMap((statement) =>
      statement === undefined ? [] : [statement],
    ),
    { name: `${owners.name} (first)`, text: owners.first },
    { name: `${owners.name} (next)`, text: owners.next },
  ];
}
