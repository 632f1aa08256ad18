import type { Table } from "../../job.ts";
import type { Problem } from "../known-tables.ts";
import type { TableFacts } from "../schema-facts.ts";
import { at, list, sql } from "./check-names.ts";

/** The columns that identify a stored row: of a history one version. */
export function identityOf({ key, filled: [from] }: Pick<Table, "key" | "filled">): readonly string[] {
  return from === undefined ? key : [...key, from.name];
}

/** Rows that are only added need no identity. */
export function uniqueIndex(table: Table, { indexes }: TableFacts): readonly Problem[] {
  const identity = identityOf(table);
  if (identity.length === 0) return [];
  const exact = indexes.filter(({ unique, columns }) => unique && sameSet(columns, identity));
  const key = identity.join(", ");
  const fix = `Add one:\n\nALTER TABLE ${sql(table)} ADD UNIQUE INDEX (${list(identity)});`;
  if (exact.some(({ deterministic }) => !deterministic)) {
    return [
      {
        code: "RDI5008",
        message: `The unique index of ${at(table)} on (${key}) has a collation in which different texts are equal.`,
        fix,
      },
    ];
  }
  if (exact.length > 0) return [];
  const what = table.mode === "history" ? "its key and the beginning of a version" : "its key";
  return [{ code: "RDI5008", message: `${at(table)} has no unique index on exactly ${what} (${key}).`, fix }];
}

/** An index that begins with owner columns finds the rows of a key. There are no indexes over open versions alone. */
export function indexWarnings(table: Table, { indexes }: TableFacts): readonly string[] {
  const helps = indexes.some(({ columns }) => {
    const leading = columns.slice(0, table.owner.length);
    return leading.length > 0 && leading.every((name) => name !== null && table.owner.includes(name));
  });
  if (helps || table.owner.length === 0) return [];
  return [
    `${at(table)} has no index on its owner columns, so every removal reads the whole table: ALTER TABLE ${sql(table)} ADD INDEX (${list(table.owner)});`,
  ];
}

function sameSet(columns: readonly (string | null)[], names: readonly string[]): boolean {
  return columns.length === names.length && columns.every((column) => column !== null && names.includes(column));
}
