import type { ColumnPlan, ColumnType } from "../plan/ir.ts";
import type { Imports } from "./imports.ts";

/** The TypeScript type that a column has in a row. */
export function columnTypeText(column: ColumnPlan, imports: Imports): string {
  const type = baseTypeText(column.type, imports);
  return column.notNull ? type : `${type} | null`;
}

/** The type as it is written in a .rdi file: `varchar(120)`. */
export function writtenType(type: ColumnType): string {
  switch (type.kind) {
    case "varchar":
    case "char":
      return `${type.kind}(${type.length})`;
    case "numeric":
      if (type.precision === undefined) return "numeric";
      return type.scale === undefined ? `numeric(${type.precision})` : `numeric(${type.precision},${type.scale})`;
    case "native":
      return `native("${type.name}")`;
    default:
      return type.kind;
  }
}

function baseTypeText(type: ColumnType, imports: Imports): string {
  switch (type.kind) {
    case "smallint":
    case "int":
    case "real":
    case "double":
      return "number";
    case "bigint":
      return "bigint";
    case "numeric":
      return imports.type("Exact");
    case "boolean":
      return "boolean";
    case "text":
    case "varchar":
    case "char":
    case "uuid":
    case "native":
      return "string";
    case "json":
      return imports.type("Json");
    case "bytes":
      return "Buffer";
    case "date":
      return imports.type("LocalDate");
    case "time":
      return imports.type("LocalTime");
    case "timestamp":
      return imports.type("LocalDateTime");
    case "timestamptz":
      return imports.type("Instant");
  }
}
