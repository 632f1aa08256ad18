/** The SQL that every dialect makes of one shape of table, one section after the other. */
import type { ColumnPlan } from "../../compiler/plan/ir.ts";
import type { Dialect } from "../../compiler/sql/dialect.ts";
import { dialectOf, SYSTEMS, type System } from "../../compiler/sql/dialects.ts";
import { neededTable } from "../../compiler/sql/needed-tables.ts";
import { allTexts } from "../compiler/sql/all-texts.ts";
import { jobOf, type Shape } from "../compiler/sql/shapes.ts";

export function sideBySide(shape: Shape): string {
  return SYSTEMS.map((system) => `==== ${dialectOf(system).title}\n\n${section(system, shape)}`).join("\n");
}

function section(system: System, shape: Shape): string {
  const dialect = dialectOf(system);
  const table = { ...shape.table, system };
  const problem = table.columns.map((column) => problemOf(dialect, column)).find((why) => why !== undefined);
  if (problem !== undefined) return `${problem}\n`;
  const create = dialect.ddl.statements.createTable(neededTable(table));
  const statements = allTexts(dialect.statements(jobOf({ ...shape, table }), table));
  return [`${create}\n`, ...statements.map(({ name, text }) => `-- ${name}\n${text};\n`)].join("\n");
}

function problemOf(dialect: Dialect, { name, type }: ColumnPlan): string | undefined {
  const why = dialect.typeProblem(type);
  return why === undefined ? undefined : `Column ${name}, ${type.kind}: ${why}`;
}
