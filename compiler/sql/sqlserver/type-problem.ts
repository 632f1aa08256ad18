import type { ColumnType } from "../../plan/ir.ts";
import { nativeTypeProblem } from "./native-types.ts";

const MAX_DIGITS = 38;

/** Why no column of SQL Server can have this type. */
export function typeProblem(type: ColumnType): string | undefined {
  if (type.kind === "native") return nativeTypeProblem(type.name);
  if (type.kind !== "numeric") return undefined;
  if (type.precision === undefined)
    return "needs a precision and a scale in SQL Server, such as numeric(38,10): it would round values otherwise";
  return type.precision > MAX_DIGITS ? `has more digits than the ${MAX_DIGITS} that SQL Server holds` : undefined;
}
