/** The SQL that every dialect makes of one shape of table, one section after the other. */
import type { JobPlan } from "../../compiler/plan/ir.ts";
import { ddlDialect } from "../../compiler/sql/ddl.ts";
import { neededTable } from "../../compiler/sql/needed-tables.ts";
import { postgresStatements } from "../../compiler/sql/postgres/statements.ts";
import type { TableStatements } from "../../compiler/sql/statements.ts";
import { allTexts } from "../compiler/sql/all-texts.ts";
import { jobOf, SHAPES, type Shape } from "../compiler/sql/shapes.ts";

interface Dialect {
  readonly system: string;
  readonly statements: (job: JobPlan) => readonly TableStatements[];
}

const DIALECTS: readonly Dialect[] = [{ system: "postgres", statements: postgresStatements }];

/** Those in which dialects differ. Types of PostgreSQL's own are its own affair. */
const WANTED = [
  ...[
    "one-owner",
    "two-owners",
    "moved",
    "part-of-key",
    "constant-in-key",
    "constants-only",
    "odd-names",
    "unusual-owners",
  ],
  ...["all-types", "clock", "soft-delete", "soft-delete-moved", "expire-keep", "append", "history", "history-moved"],
];

export const COMPARED_SHAPES: readonly Shape[] = SHAPES.filter(({ name }) => WANTED.includes(name));

export function sideBySide(shape: Shape): string {
  return DIALECTS.map((dialect) => section(dialect, shape)).join("\n");
}

function section({ system, statements }: Dialect, shape: Shape): string {
  const create = ddlDialect(system)?.statements.createTable(neededTable(shape.table)) ?? "";
  const texts = statements(jobOf(shape)).flatMap(allTexts);
  const parts = texts.map(({ name, text }) => `-- ${name}\n${text};\n`);
  return [`==== ${system}\n`, `${create}\n`, ...parts].join("\n");
}
