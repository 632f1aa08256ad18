import type { PeriodPlan } from "../../plan/ir.ts";
import type { TableShape } from "../table-shape.ts";

/** A name as the server takes it literally: quoted, with quotes doubled. */
export function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

export function nameOf({ schema, table }: Pick<TableShape, "schema" | "table">): string {
  return schema === undefined ? quoted(table) : `${quoted(schema)}.${quoted(table)}`;
}

export function quotedPeriod({ from, to, current }: PeriodPlan): PeriodPlan {
  return { from: quoted(from), to: quoted(to), current: current === undefined ? undefined : quoted(current) };
}
