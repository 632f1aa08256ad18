import type { ColumnValue, JobPlan, MemberColumn, StepPlan, TablePlan, Value } from "./ir.ts";
import { partsOf, valuesOfStep } from "./parts.ts";

/**
 * The columns that hold the member itself, one a table, where a job does nothing but walk the members of its value: then each of its rows depends on one member and on the key, and is
 * found again by both. Empty where a change of one member may concern other rows.
 */
export function memberColumns(job: Omit<JobPlan, "memberwise">): readonly MemberColumn[] {
  if (!isWalkable(job)) return [];
  const intos = intosOf(job.body, undefined);
  if (intos === undefined || intos.length !== job.tables.length) return [];
  const columns = intos.flatMap((into) => {
    const table = job.tables.find(({ id }) => id === into.table);
    const column = table && memberColumn(table, into);
    return column === undefined ? [] : [{ table: into.table, column, local: into.local }];
  });
  const isOneEach = new Set(columns.map(({ table }) => table)).size === job.tables.length;
  return isOneEach ? columns : [];
}

/** Where a rejected key leaves no trace, or its trace may be dropped, nothing would tell that all of it is to be read. */
function isWalkable({ read, lookups, keys, delivery }: Omit<JobPlan, "memberwise">): boolean {
  const isCollection = read.kind === "set" || read.kind === "zset" || read.kind === "hash";
  const isAlone = lookups.length === 0 && keys.length === 0 && !read.expiry;
  const isRemembered = delivery.onReject !== "drop" && delivery.deadLettersFull === "halt";
  return isCollection && read.members === "all" && isAlone && isRemembered;
}

interface MemberInto {
  readonly table: string;
  readonly columns: readonly ColumnValue[];
  /** What the `for` around it calls the member. */
  readonly local: string;
}

/** Undefined where a step looks at more than the key and one member. */
function intosOf(steps: readonly StepPlan[], local: string | undefined): readonly MemberInto[] | undefined {
  const found: MemberInto[] = [];
  for (const step of steps) {
    const inner = intosOfStep(step, local);
    if (inner === undefined) return undefined;
    found.push(...inner);
  }
  return found;
}

function intosOfStep(step: StepPlan, local: string | undefined): readonly MemberInto[] | undefined {
  if (step.kind === "for") {
    const isPlain = step.of.kind === "value" && (step.over === "map" || step.second === undefined);
    return isPlain && local === undefined && step.first !== undefined ? intosOf(step.block, step.first) : undefined;
  }
  if (valuesOfStep(step).some(looksAround)) return undefined;
  switch (step.kind) {
    case "let":
      return [];
    case "where":
      return intosOf(step.block, local);
    case "skip":
      return undefined;
    case "into":
      return local === undefined ? undefined : [{ table: step.table, columns: step.columns, local }];
  }
}

function looksAround(value: Value): boolean {
  switch (value.kind) {
    case "value":
    case "field":
    case "expiry":
    case "lookup":
    case "probe":
    case "now":
      return true;
    default:
      return partsOf(value).some(looksAround);
  }
}

/** `key` must be the owner columns and the member: so no two members share a row, and a member's row can be removed by itself. */
function memberColumn(table: TablePlan, { columns, local }: MemberInto): string | undefined {
  const { mode, onDelete, onExpire, owner, key } = table;
  if (mode !== "upsert" || onDelete.kind !== "remove" || onExpire !== undefined) return undefined;
  if (table.columns.some(({ volatile }) => volatile !== undefined)) return undefined;
  const owners = new Set(owner.map(({ column }) => column));
  const [member, ...others] = key.filter((name) => !owners.has(name));
  if (member === undefined || others.length > 0 || owners.size + 1 !== key.length) return undefined;
  const kind = table.columns.find(({ name }) => name === member)?.type.kind;
  const value = columns.find(({ column }) => column === member)?.value;
  const isText = kind === "text" || kind === "varchar";
  return isText && value !== undefined && isExactly(value, local) ? member : undefined;
}

/** Functions that give the bytes of their first argument as they are, or reject. */
const EXACT: ReadonlySet<string> = new Set(["required", "decodeText", "decodeVarchar"]);

function isExactly(value: Value, local: string): boolean {
  if (value.kind === "parameter") return value.local === local;
  const [first] = value.kind === "call" && EXACT.has(value.fn) ? value.args : [];
  return first !== undefined && isExactly(first, local);
}
