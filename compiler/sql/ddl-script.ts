import type { OwnTableText } from "../../runtime/introspect.ts";
import type { Plan, TableTargetPlan } from "../plan/ir.ts";
import { compareTable } from "../schema/compare.ts";
import type { KnownTables, OwnTableLock, TableLock } from "../schema/lock.ts";
import { closing } from "./ddl-closing.ts";
import type { DdlDialect, NeededTable } from "./ddl.ts";
import { dialectOf } from "./dialects.ts";
import { neededTables } from "./needed-tables.ts";

export interface DdlRequest {
  readonly plan: Plan;
  readonly target: TableTargetPlan;
  /** The worker's own tables there. */
  readonly own: readonly OwnTableText[];
  /** What is there; undefined: nothing is. */
  readonly known: KnownTables | undefined;
}

/** The statements that make a target what the jobs of a project need; undefined where they write no table there. */
export function ddlScript({ plan, target, own, known }: DdlRequest): string | undefined {
  const dialect = dialectOf(target.system).ddl;
  const tables = neededTables(plan, target.name);
  if (tables.length === 0) return undefined;
  const blocks = tables.flatMap((table) => {
    return tableBlock(table, known?.table(target.name, table), { dialect, isKnown: known !== undefined });
  });
  const ours = ownTables(own, known?.target(target.name)?.own ?? [], dialect);
  const all = [...schemas(tables, target, { known, dialect, ours }), ...blocks, ...ours];
  const head = dialect.statements.comment(`Target ${target.name}${all.length === 0 ? ": nothing is missing." : ""}`);
  return `${[head, ...all].join("\n\n")}\n`;
}

interface Surroundings {
  readonly dialect: DdlDialect;
  /** Whether there is a lock file. */
  readonly isKnown: boolean;
}

function tableBlock(
  table: NeededTable,
  lock: TableLock | undefined,
  { dialect, isKnown }: Surroundings,
): readonly string[] {
  const { statements } = dialect;
  if (lock === undefined && isKnown) {
    const unknown = `The lock file does not know ${statements.tableName(table)}: run rdi introspect to see whether it is there.`;
    return [`${statements.comment(unknown)}\n${statements.createTable(table)}`];
  }
  if (lock === undefined || lock.kind === "missing") return [statements.createTable(table)];
  const lines = compareTable(table, lock, dialect).flatMap((difference) => closing(difference, table, dialect));
  return lines.length === 0 ? [] : [lines.join("\n")];
}

interface Around {
  readonly known: KnownTables | undefined;
  readonly dialect: DdlDialect;
  readonly ours: readonly string[];
}

/** Those in which something is made. */
function schemas(
  tables: readonly NeededTable[],
  target: TableTargetPlan,
  { known, dialect, ours }: Around,
): readonly string[] {
  const missing = tables.filter((table) => isMissing(known?.table(target.name, table)));
  const present = new Set(tables.filter((table) => !missing.includes(table)).map(({ schema }) => schema));
  const wanted = [...missing.map(({ schema }) => schema), ...(ours.length === 0 ? [] : [target.schema])];
  const names = [...new Set(wanted)].filter(
    (name) => name !== undefined && name !== dialect.defaultSchema && !present.has(name),
  );
  return names.length === 0
    ? []
    : [names.flatMap((name) => (name === undefined ? [] : [dialect.statements.createSchema(name)])).join("\n")];
}

function isMissing(lock: TableLock | undefined): boolean {
  return lock === undefined || lock.kind === "missing";
}

/** A worker makes them by itself, as far as its rights allow. Their text is the worker's own. */
function ownTables(
  own: readonly OwnTableText[],
  there: readonly OwnTableLock[],
  { statements }: DdlDialect,
): readonly string[] {
  const texts = own.flatMap(({ table, columns, create, upgrade }) => {
    const found = there.find((one) => one.table === table);
    if (found === undefined) return [create];
    return upgrade === undefined || columns.every((column) => found.columns.includes(column)) ? [] : [upgrade];
  });
  if (texts.length === 0) return [];
  const head = statements.comment("The worker's own tables: it makes them by itself where its user may.");
  return [[head, ...texts].join("\n")];
}
