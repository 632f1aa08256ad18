import type { PeriodPlan } from "../../plan/ir.ts";
import type { TableShape } from "../table-shape.ts";

/** A name as SQL Server takes it literally: in brackets, with closing ones doubled. */
export function quoted(name: string): string {
  return `[${name.replaceAll("]", "]]")}]`;
}

/** Without a schema the login's default decides, which is usually dbo. */
export function nameOf({ schema, table }: Pick<TableShape, "schema" | "table">): string {
  return schema === undefined ? quoted(table) : `${quoted(schema)}.${quoted(table)}`;
}

export function quotedPeriod({ from, to, current }: PeriodPlan): PeriodPlan {
  return { from: quoted(from), to: quoted(to), current: current === undefined ? undefined : quoted(current) };
}
