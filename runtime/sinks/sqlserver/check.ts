import type { TableColumn } from "../../destination.ts";
import type { Table } from "../../job.ts";
import type { CheckResult, Problem } from "../known-tables.ts";
import type { ColumnFacts, TableFacts } from "../schema-facts.ts";
import { EXACT_COLLATION } from "./catalog-queries.ts";
import { identityOf, indexWarnings, uniqueIndex } from "./check-indexes.ts";
import { at, list, sql } from "./check-names.ts";
import { rights } from "./check-rights.ts";
import { fitOf, typeName } from "./column-types.ts";
import { identifier } from "./identifier.ts";

/** Compares what a job writes with the table as it is. */
export function checkTable(table: Table, facts: TableFacts | undefined): CheckResult {
  if (facts === undefined) return { problems: [missingTable(table)], warnings: [] };
  if (facts.kind !== "r") return { problems: [notATable(table)], warnings: [] };
  const byName = new Map(facts.columns.map((column) => [column.name, column]));
  const columns = [
    ...table.columns.map((column) => checkColumn(table, column, byName.get(column.name))),
    ...table.filled.map((column) => checkFilled(table, column, byName.get(column.name))),
  ];
  const missing = columns.some(({ problems }) => problems.length > 0);
  return {
    problems: [
      ...columns.flatMap(({ problems }) => problems),
      ...unwritten(table, facts),
      ...(missing ? [] : [...uniqueIndex(table, facts), ...rights(table, facts)]),
    ],
    warnings: [...columns.flatMap(({ warnings }) => warnings), ...indexWarnings(table, facts)],
  };
}

function missingTable(table: Table): Problem {
  const columns = [...table.columns, ...table.filled].map((column) => `  ${definition(table, column)}`);
  const identity = identityOf(table);
  const primaryKey = identity.length === 0 ? [] : [`  PRIMARY KEY (${list(identity)})`];
  return {
    code: "RDI5007",
    message: `${at(table)} does not exist, or the user can't see it.`,
    fix: `Correct its name, or create it:\n\nCREATE TABLE ${sql(table)} (\n${[...columns, ...primaryKey].join(",\n")}\n);`,
  };
}

function isCompared({ key, owner }: Table, { name }: TableColumn): boolean {
  return key.includes(name) || owner.includes(name);
}

/** `[name] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL` */
function definition(table: Table, column: TableColumn): string {
  const compared = isCompared(table, column);
  const type = typeName(column.type, compared ? "compared" : "carried");
  const collation = compared && /^n(var)?char/.test(type) ? ` COLLATE ${EXACT_COLLATION}` : "";
  return `${identifier(column.name)} ${type}${collation}${column.notNull || compared ? " NOT NULL" : " NULL"}`;
}

function notATable(table: Table): Problem {
  return {
    code: "RDI5007",
    message: `${at(table)} is not an ordinary table.`,
    fix: "Name the table that the rows are in, not a view, a synonym or an external table.",
  };
}

function checkColumn(table: Table, column: TableColumn, facts: ColumnFacts | undefined): CheckResult {
  const shown = `Column ${column.name} of ${at(table)}`;
  const wanted = definition(table, column);
  if (facts === undefined)
    return problem(
      `${shown} does not exist.`,
      `Correct its name, or add it:\n\nALTER TABLE ${sql(table)} ADD ${wanted};`,
    );
  if (facts.generated)
    return problem(`${shown} is computed by the database and can't be written.`, "Remove it from the .rdi file.");
  if (facts.identity !== null)
    return problem(
      `${shown} is an identity column, whose values the database makes.`,
      "Remove it from the .rdi file, or make the table anew without IDENTITY.",
    );
  const fit = fitOf(column, facts);
  const either = `Change the type in the .rdi file, or in the table:\n\nALTER TABLE ${sql(table)} ALTER COLUMN ${wanted};`;
  if (fit.kind === "differs" || fit.kind === "loses") return problem(`${shown} ${fit.reason}.`, either);
  if (!facts.deterministic && isCompared(table, column)) {
    return problem(
      `${shown} has a collation other than ${EXACT_COLLATION}, by which different texts are equal or can't be compared with a key's.`,
      either,
    );
  }
  return { problems: [], warnings: fit.kind === "refuses" ? [`${shown} ${fit.reason}`] : [] };
}

/** A column that the statements fill in by themselves. The end of an open version is null. */
function checkFilled(table: Table, column: TableColumn, facts: ColumnFacts | undefined): CheckResult {
  if (column.notNull || facts?.notNull !== true) return checkColumn(table, column, facts);
  return problem(
    `Column ${column.name} of ${at(table)} is not null, but the end of a version is null while it is open.`,
    `Allow nulls:\n\nALTER TABLE ${sql(table)} ALTER COLUMN ${identifier(column.name)} ${facts.stored} NULL;`,
  );
}

function unwritten(table: Table, { columns }: TableFacts): readonly Problem[] {
  const written = new Set([...table.columns, ...table.filled].map(({ name }) => name));
  const left = columns.filter(({ name, notNull, hasDefault }) => notNull && !hasDefault && !written.has(name));
  if (left.length === 0) return [];
  const alters = left.map(
    ({ name, stored, collation }) =>
      `ALTER TABLE ${sql(table)} ALTER COLUMN ${identifier(name)} ${stored}${collation === null ? "" : ` COLLATE ${collation.name}`} NULL;`,
  );
  const names = left.map(({ name }) => name).join(", ");
  return [
    {
      code: "RDI5008",
      message: `${at(table)} has columns that are not null, have no default and are not written: ${names}.`,
      fix: `Write them in the .rdi file, give them a default, or allow nulls:\n\n${alters.join("\n")}`,
    },
  ];
}

function problem(message: string, fix: string): CheckResult {
  return { problems: [{ code: "RDI5008", message, fix }], warnings: [] };
}
