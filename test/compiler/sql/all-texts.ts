import type { TableStatements } from "../../../compiler/sql/statements.ts";

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Every statement of a table, by its name; the pages over owners are two. */
export function allTexts(sql: TableStatements): readonly NamedText[] {
  const { writes, insert, removals, moved, collisions, owners } = sql;
  return [
    ...writes,
    ...(insert === undefined ? [] : [insert]),
    ...removals,
    ...moved,
    ...(collisions === undefined ? [] : [collisions]),
    ...(owners === undefined ? [] : pages(owners)),
  ];
}

function pages({ name, first, next }: NonNullable<TableStatements["owners"]>): readonly NamedText[] {
  return [
    { name: `${name} (first)`, text: first },
    { name: `${name} (next)`, text: next },
  ];
}
