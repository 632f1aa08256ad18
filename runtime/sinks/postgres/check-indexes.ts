import type { Table } from "../../job.ts";
import type { Problem } from "../known-tables.ts";
import type { IndexFacts, TableFacts } from "../schema-facts.ts";
import { at, list, sql } from "./check-names.ts";
import { identifier } from "./identifier.ts";

/** The columns that identify a stored row: of a history one version. */
export function identityOf({ key, filled: [from] }: Pick<Table, "key" | "filled">): readonly string[] {
  return from === undefined ? key : [...key, from.name];
}

/** Rows that are only added need no identity. */
export function uniqueIndex(table: Table, { indexes }: TableFacts): readonly Problem[] {
  const identity = identityOf(table);
  if (identity.length === 0) return [];
  const exact = indexes.filter(({ unique, columns }) => unique && sameSet(columns, identity));
  const usable = exact.filter(({ partial, deferrable }) => !partial && !deferrable);
  const key = identity.join(", ");
  const fix = `Add one:\n\nCREATE UNIQUE INDEX ON ${sql(table)} (${list(identity)});`;
  if (usable.some(({ deterministic }) => !deterministic)) {
    return [
      {
        code: "RDI5008",
        message: `The unique index of ${at(table)} on (${key}) has a collation in which different texts are equal.`,
        fix,
      },
    ];
  }
  if (usable.length > 0) return [];
  const why =
    exact.length === 0
      ? ""
      : ` ${exact.map(({ name }) => name).join(", ")} can't be used, because it is partial or deferrable.`;
  const what = table.mode === "history" ? "its key and the beginning of a version" : "its key";
  return [{ code: "RDI5008", message: `${at(table)} has no unique index on exactly ${what} (${key}).${why}`, fix }];
}

export function indexWarnings(table: Table, { indexes }: TableFacts): readonly string[] {
  return [...ownerIndex(table, indexes), ...openIndex(table, indexes)];
}

/** An index that begins with owner columns finds the rows of a key. */
function ownerIndex(table: Table, indexes: readonly IndexFacts[]): readonly string[] {
  const helps = indexes.some((index) => {
    const leading = index.columns.slice(0, table.owner.length);
    const covers = !index.partial || isOfOpenVersions(table, index);
    return covers && leading.length > 0 && leading.every((name) => name !== null && table.owner.includes(name));
  });
  if (helps || table.owner.length === 0) return [];
  return [
    `${at(table)} has no index on its owner columns, so every removal reads the whole table: CREATE INDEX ON ${sql(table)} (${list(table.owner)});`,
  ];
}

function openIndex(table: Table, indexes: readonly IndexFacts[]): readonly string[] {
  const [, to] = table.filled;
  if (to === undefined) return [];
  if (indexes.some((index) => index.unique && sameSet(index.columns, table.key) && isOfOpenVersions(table, index)))
    return [];
  return [
    `${at(table)} has no unique index on its open versions, so each change reads all versions of its row, and nothing else keeps two of them from being open: CREATE UNIQUE INDEX ON ${sql(table)} (${list(table.key)}) WHERE ${identifier(to.name)} IS NULL;`,
  ];
}

function isOfOpenVersions({ filled: [, to] }: Table, { predicate }: IndexFacts): boolean {
  return to !== undefined && predicate?.replaceAll(/[()"]/g, "") === `${to.name.replaceAll(/[()"]/g, "")} IS NULL`;
}

function sameSet(columns: readonly (string | null)[], names: readonly string[]): boolean {
  return columns.length === names.length && columns.every((column) => column !== null && names.includes(column));
}
