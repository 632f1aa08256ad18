import type { ColumnPlan } from "../../compiler/plan/ir.ts";
import { textOfDate, textOfInstant, textOfTime, textOfTimestamp } from "../../runtime/values/casts.ts";

/** A column's value as a document writes it: text in quotes where that is wanted, everything else bare. */
export function shown(value: unknown, { type }: ColumnPlan, quotes: boolean): string {
  if (value === null || value === undefined) return "null";
  switch (type.kind) {
    case "date":
      return textOfDate(value as never) ?? "null";
    case "time":
      return textOfTime(value as never) ?? "null";
    case "timestamp":
      return textOfTimestamp(value as never) ?? "null";
    case "timestamptz":
      return textOfInstant(value as never) ?? "null";
    case "bytes":
      return `\\x${Buffer.from(value as Buffer).toString("hex")}`;
    case "numeric":
      return (value as { toFixed(): string }).toFixed();
    default:
      return quotes ? JSON.stringify(String(value)) : String(value);
  }
}
