/** The shapes of tables for SQL Server: the shared ones, with types that it has in the place of PostgreSQL's own. */
import type { ColumnPlan, ColumnType } from "../../../../compiler/plan/ir.ts";
import { SHAPES, type Shape } from "../shapes.ts";

const NATIVES: Readonly<Record<string, string>> = {
  mood: "hierarchyid",
  int4range: "money",
  "numeric(5,2)": "decimal(5,2)",
  "text[]": "datetime2(3)",
};

export const SQLSERVER_SHAPES: readonly Shape[] = SHAPES.map((shape) => ({
  ...shape,
  table: { ...shape.table, system: "sqlserver", columns: shape.table.columns.map(translated) },
}));

function translated(column: ColumnPlan): ColumnPlan {
  return { ...column, type: translatedType(column.type) };
}

function translatedType(type: ColumnType): ColumnType {
  if (type.kind === "native") return { kind: "native", name: NATIVES[type.name] ?? type.name };
  return type.kind === "numeric" && type.precision === undefined ? { ...type, precision: 38, scale: 10 } : type;
}
