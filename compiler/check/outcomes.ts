import type { Into, ObjectExpr, Outcome } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { ColumnValue, OutcomePlan, TablePlan } from "../plan/ir.ts";
import type { Context, JobContext } from "./context.ts";
import { convert } from "./convert.ts";
import { nameAt } from "./expression-names.ts";
import type { CheckedColumn } from "./into.ts";
import { contentOf } from "./owner-source.ts";
import { siteOf } from "./place.ts";
import { bindNames } from "./scope.ts";
import type { Sink } from "./sink.ts";
import { call } from "./values.ts";

export type Outcomes = Pick<TablePlan, "onDelete" | "onExpire">;

export interface OutcomesInput {
  readonly into: Into;
  /** The table's id, for sites. */
  readonly table: string;
  readonly columns: readonly CheckedColumn[];
  readonly job: JobContext;
  readonly sink: Sink;
}

/** What becomes of a row that its key no longer yields. */
export function checkOutcomes(input: OutcomesInput): Outcomes {
  const { into, sink } = input;
  const [onDelete, onExpire] = (["delete", "expire"] as const).map((event) => {
    const [first, second] = into.outcomes.filter((outcome) => outcome.event === event);
    if (first !== undefined && second !== undefined)
      sink.report("RDI2007", second.span, { what: `\`on ${event}\``, name: "" }, [
        { span: first.span, label: "first here" },
      ]);
    return first !== undefined && hasMeaning(first, input) ? first : undefined;
  });
  return {
    onDelete: onDelete === undefined ? defaultOf(into) : planOutcome(onDelete, input),
    onExpire: onExpire === undefined ? undefined : planExpiry(onExpire, input),
  };
}

function defaultOf({ mode }: Into): OutcomePlan {
  return { kind: mode === "append" ? "keep" : "remove" };
}

function hasMeaning({ event, action, span }: Outcome, { into, sink }: OutcomesInput): boolean {
  const what = `\`on ${event} ${action}\``;
  if (into.mode === "append" && (event === "expire" || action !== "set")) {
    const why = "`append` never changes or removes a row that is there.";
    const hint =
      action === "set"
        ? "Use `on delete set`, which an expiry counts as too."
        : "Leave it out: nothing is appended then.";
    sink.report("RDI2048", span, { what, why, hint });
    return false;
  }
  if (into.mode === "history" && (event === "expire" || action === "set")) {
    const why = "A version of `history` is closed when its key no longer yields it; its columns stay as they were.";
    sink.report("RDI2048", span, { what, why, hint: "Use `on delete keep`, which leaves the last version open." });
    return false;
  }
  return true;
}

function planExpiry(outcome: Outcome, input: OutcomesInput): Outcomes["onExpire"] {
  const column = input.columns.find(({ expiry }) => expiry);
  if (column === undefined) {
    input.sink.report("RDI2055", outcome.span, {});
    return undefined;
  }
  return { column: column.column.name.text, outcome: planOutcome(outcome, input) };
}

function planOutcome({ action, set, span }: Outcome, input: OutcomesInput): OutcomePlan {
  if (action !== "set" || set === undefined) return { kind: action === "keep" ? "keep" : "remove" };
  const columns = setColumns(set, input);
  const marks = columns.filter(({ column, text }) => isMark(column, text)).map(({ column }) => column.column.name.text);
  if (input.into.mode !== "append" && marks.length === 0 && columns.length === set.entries.length)
    input.sink.report("RDI2049", span, { columns: columns.map(({ column }) => column.column.name.text) });
  return { kind: "set", columns: columns.map(({ value }) => value), marks };
}

/** A constant or null of the block, with another value in `set`. */
function isMark({ source, typed }: CheckedColumn, text: string | undefined): boolean {
  if (typed.kind === "null") return text !== NULL;
  return source?.kind === "constant" && source.text !== text;
}

const NULL = "null";

interface SetColumn {
  readonly column: CheckedColumn;
  readonly value: ColumnValue;
  /** What a constant is, as {@link CheckedColumn.source} tells it. */
  readonly text: string | undefined;
}

function setColumns(set: ObjectExpr, input: OutcomesInput): readonly SetColumn[] {
  const seen = new Map<string, ObjectExpr["span"]>();
  return set.entries.flatMap((entry) => {
    if (entry.kind === "spread") {
      input.sink.report("RDI2048", entry.span, { what: "`...`", why: "`set` lists its columns.", hint: undefined });
      return [];
    }
    const name = entry.name.text;
    const first = seen.get(name);
    if (first !== undefined)
      input.sink.report("RDI2007", entry.name.span, { what: "the column", name }, [
        { span: first, label: "first set here" },
      ]);
    seen.set(name, first ?? entry.name.span);
    const column = input.columns.find((candidate) => candidate.column.name.text === name);
    if (column !== undefined && isIdentity(column, input)) {
      const why = "It tells which row this is, or whose: once it were set, the row would be another one.";
      input.sink.report("RDI2048", entry.name.span, { what: `\`${name}\``, why, hint: "Set another column." });
      return [];
    }
    if (column !== undefined) return [setColumn(column, entry, input)];
    const listed = input.columns.map((candidate) => candidate.column.name.text);
    if (!isListed(name, input)) input.sink.report("RDI2019", entry.name.span, { name, near: suggest(name, listed) });
    return [];
  });
}

/** A column of `key`, or one by which a key finds its rows again. What is appended has neither. */
function isIdentity({ column, source }: CheckedColumn, { into: { mode, destination } }: OutcomesInput): boolean {
  if (mode === "append" || destination.kind !== "table") return false;
  const isKey = destination.key?.names.some((name) => name.text === column.name.text) === true;
  return isKey || source?.kind === "capture" || source?.kind === "key";
}

/** A column whose type has an error is not among the checked ones. */
function isListed(name: string, { into: { destination } }: OutcomesInput): boolean {
  return destination.kind === "table" && destination.columns.some((column) => column.name.text === name);
}

type SetEntry = Extract<ObjectExpr["entries"][number], { kind: "entry" }>;

/** The key is gone, so there are captures, `@key`, constants and `now()`. */
function setColumn(column: CheckedColumn, entry: SetEntry, { table, job, sink }: OutcomesInput): SetColumn {
  const name = entry.name.text;
  const site = siteOf({ kind: "column", table, name }, entry.span);
  const context: Context = {
    job: { ...job, reads: undefined, place: "outcome", inferred: new Map() },
    sink,
    site,
    scope: bindNames(undefined, []),
    membership: false,
  };
  const goal = { kind: "column", type: column.type, explicit: false } as const;
  const typed =
    entry.value === undefined ? nameAt(name, entry.name.span, context) : convert(entry.value, goal, context);
  const required = column.column.notNull && typed.kind !== "invalid" && typed.nullable;
  if (column.column.notNull && typed.kind === "null") sink.report("RDI2028", typed.span, { column: name });
  const value = required ? call("required", [typed.value], site) : typed.value;
  const text = typed.constant === undefined ? undefined : contentOf(typed.constant);
  return { column, value: { column: name, value }, text: typed.kind === "null" ? NULL : text };
}
