import type { Call } from "../../grammar/ast.ts";
import { kindOfColumn } from "./columns.ts";
import type { Context } from "./context.ts";
import { asList, listWith, typedElement } from "./elements.ts";
import { infer } from "./expression.ts";
import { reportNotIterable } from "./expression-lists.ts";
import { describe, invalid, isUndecoded } from "./types.ts";
import type { Goal, Kind, ScalarKind, Typed } from "./types.ts";
import { call } from "./values.ts";

/** How an aggregate treats its elements. All pass over nulls. */
interface Aggregate {
  /** The kind that undecoded elements get without a wish from outside; undefined: none, so one must be named. */
  readonly undecoded: ScalarKind | "stays" | undefined;
  /** The kinds that it takes; undefined: all with an order. */
  readonly takes: readonly Kind[] | undefined;
  readonly exact: string;
  readonly double: string;
  /** Never null: `sum` and `count` of nothing are 0. */
  readonly total: boolean;
  readonly inexact: boolean;
}

const NUMBERS: readonly Kind[] = ["exact", "double"];
const ANYTHING = { undecoded: "stays", takes: undefined, total: false, inexact: false } as const;

export const AGGREGATES: ReadonlyMap<string, Aggregate> = new Map<string, Aggregate>([
  ["sum", { undecoded: "exact", takes: NUMBERS, exact: "sum", double: "sumDouble", total: true, inexact: false }],
  ["avg", { undecoded: "exact", takes: NUMBERS, exact: "avg", double: "avgDouble", total: false, inexact: true }],
  ["min", { ...ANYTHING, undecoded: undefined, exact: "min", double: "min" }],
  ["max", { ...ANYTHING, undecoded: undefined, exact: "max", double: "max" }],
  ["first", { ...ANYTHING, exact: "first", double: "first" }],
  ["last", { ...ANYTHING, exact: "last", double: "last" }],
]);

/** `sum(list)` and its like. The wanted type goes on to elements that have none. */
export function convertAggregate(expr: Call, goal: Goal | undefined, context: Context): Typed {
  const [arg] = expr.args;
  const aggregate = AGGREGATES.get(expr.name.text);
  if (arg === undefined || aggregate === undefined) return invalid(expr.span);
  const typed = infer(arg, context);
  if (typed.kind === "invalid") return invalid(expr.span);
  if (typed.kind === "null") return { ...typed, span: expr.span };
  const list = asList(typed, context);
  if (list === undefined) return reportNotIterable(typed, context);
  const to = elementKind(list, aggregate, goal);
  if (to === undefined) return needsType(expr, list, context);
  const elements = to === "stays" ? list : listWith({ ...list, nullable: false }, to, context);
  if (elements === undefined) return invalid(expr.span);
  return aggregated(expr, elements, { aggregate, context });
}

function elementKind(list: Typed, aggregate: Aggregate, goal: Goal | undefined): ScalarKind | "stays" | undefined {
  const kind = list.element?.kind;
  if (kind === undefined || !isUndecoded(kind)) return "stays";
  const wanted = goal === undefined ? undefined : goal.kind === "column" ? kindOfColumn(goal.type) : goal.to;
  const fits = wanted !== undefined && (aggregate.takes?.includes(wanted) ?? wanted !== "json");
  return fits ? wanted : aggregate.undecoded;
}

function needsType(expr: Call, list: Typed, context: Context): Typed {
  const what = `\`${expr.name.text}\` of values without a type`;
  context.sink.report("RDI2030", list.span, { what, example: `${expr.name.text}([x as numeric for x in …])` });
  return invalid(expr.span);
}

function aggregated(
  expr: Call,
  list: Typed,
  { aggregate, context }: { aggregate: Aggregate; context: Context },
): Typed {
  const { element } = list;
  if (element === undefined || element.kind === "never") return invalid(expr.span);
  const { takes = ORDERED, exact, double, total, inexact } = aggregate;
  const fits = aggregate.undecoded === "stays" || takes.includes(element.kind) || element.kind === "null";
  if (!fits) {
    const wanted = takes === NUMBERS ? "numbers" : "values with an order";
    context.sink.report("RDI2020", list.span, { found: `a list of ${describe(element.kind)}`, wanted });
    return invalid(expr.span);
  }
  const value = call(element.kind === "double" ? double : exact, [list.value]);
  const typed = typedElement({ ...element, nullable: !total }, value, expr.span);
  return inexact && element.kind === "exact" ? { ...typed, inexact: true } : typed;
}

const ORDERED: readonly Kind[] = [
  "text",
  "uuid",
  "exact",
  "double",
  "timestamptz",
  "timestamp",
  "date",
  "time",
  "duration",
  "bytes",
];
