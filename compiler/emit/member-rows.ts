import type { TablePlan } from "../plan/ir.ts";
import type { TableStatements } from "../sql/statements.ts";
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

/** Whether a change of a few members is read and written by itself: the target must be able to remove what belongs to one. */
export function readsMembers(context: JobContext, sql: readonly TableStatements[]): boolean {
  return context.job.memberwise.length > 0 && sql.every(({ left }) => left !== undefined);
}
