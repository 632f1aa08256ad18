import type { TablePlan } from "../plan/ir.ts";
import { expression } from "./expression.ts";
import type { JobContext } from "./job-context.ts";
import { propertyName } from "./names.ts";
import { columnOf } from "./owner.ts";

/** `memberKey: (owner, player) => ({ ...owner, player: … })`, where single members are read. */
export function memberKey(table: TablePlan, context: JobContext): readonly string[] {
  const member = context.job.memberwise.find((one) => one.table === table.id);
  if (member === undefined) return [];
  const { column, local } = member;
  const value = expression(columnOf(table, column).value, context);
  return [`memberKey: (owner, ${context.localName(local)}) => ({ ...owner, ${propertyName(column)}: ${value} })`];
}
