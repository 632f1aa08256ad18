import type { ColumnValue, OutcomePlan, Value } from "../plan/ir.ts";
import { BUILT_INS } from "./built-ins.ts";
import type { JobContext } from "./context.ts";
import { partsOf } from "../plan/parts.ts";
import { literal } from "./values.ts";

/** The row that a removal appends: what `set` says, and the other columns with all fields null. */
export function goneRow(
  columns: readonly ColumnValue[],
  outcome: OutcomePlan,
  job: JobContext,
): readonly ColumnValue[] | undefined {
  if (outcome.kind !== "set") return undefined;
  const set = new Map(outcome.columns.map(({ column, value }) => [column, value]));
  const surroundings: Surroundings = { job, bound: NOTHING, written: new Map() };
  return columns.map(({ column, value }) => {
    return { column, value: set.get(column) ?? withoutFields(value, surroundings) };
  });
}

/** How many parts it has when it is written out; lets that use lets twice grow quickly. */
export function sizeOf(row: readonly ColumnValue[]): number {
  const known = new Map<Value, number>();
  const size = (value: Value): number => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const sum = partsOf(value).reduce((total, part) => total + size(part), 1);
    known.set(value, sum);
    return sum;
  };
  return row.reduce((total, { value }) => total + size(value), 0);
}

/** True for a value that is required and null whatever the key is. */
export function isMissing(value: Value): boolean {
  const [required] = value.kind === "call" && value.fn === "required" ? value.args : [];
  return required !== undefined && isNull(required);
}

interface Surroundings {
  readonly job: JobContext;
  /** The parameters of the functions around a value; others are names that a `for` binds. */
  readonly bound: ReadonlySet<string>;
  /** What lets are without fields. */
  readonly written: Map<string, Value>;
}

const NOTHING: ReadonlySet<string> = new Set();

/** A value of a key that has no value any more: lets are written out, and what is read is null. */
function withoutFields(value: Value, surroundings: Surroundings): Value {
  const inner = (part: Value): Value => withoutFields(part, surroundings);
  switch (value.kind) {
    case "field":
    case "value":
    case "expiry":
    case "path":
    case "lookup":
    case "probe":
      return literal(null);
    case "local":
      return letWithoutFields(value, surroundings);
    case "parameter":
      return surroundings.bound.has(value.local) ? value : literal(null);
    case "call":
      return folded({ ...value, args: value.args.map(inner) });
    case "thunk":
      return { ...value, body: inner(value.body) };
    case "arrow":
      return { ...value, body: withoutFields(value.body, within(surroundings, value.params)) };
    case "list":
      return { ...value, items: value.items.map(inner) };
    case "choice":
      return { ...value, test: inner(value.test), then: inner(value.then), otherwise: inner(value.otherwise) };
    default:
      return value;
  }
}

function letWithoutFields(value: Extract<Value, { kind: "local" }>, surroundings: Surroundings): Value {
  const { job, written } = surroundings;
  const before = written.get(value.local);
  if (before !== undefined) return before;
  const definition = job.lets.get(value.local);
  const without = definition === undefined ? value : withoutFields(definition, { ...surroundings, bound: NOTHING });
  written.set(value.local, without);
  return without;
}

function within({ job, bound, written }: Surroundings, params: readonly (string | undefined)[]): Surroundings {
  return { job, written, bound: new Set([...bound, ...params.filter((param) => param !== undefined)]) };
}

/** What a conversion, a built-in function or a loop makes of null is written as such: its type would not be known any more. */
function folded(value: Extract<Value, { kind: "call" }>): Value {
  const [first] = value.args;
  if (first === undefined || !isNull(first)) return value;
  if (value.fn === "loop" || value.fn === "loopMap") return { kind: "list", items: [] };
  return CONVERSION.test(value.fn) || STRICT.has(value.fn) ? first : value;
}

const CONVERSION = /^(decode|entry|fit|jsonOf|parseJson|path|store|textOf|to[A-Z])/;

const STRICT: ReadonlySet<string> = new Set(plainFunctions());

function plainFunctions(): readonly string[] {
  return [...BUILT_INS.values()].map(({ fn }) => fn);
}

function isNull(value: Value): boolean {
  return value.kind === "literal" && value.value === null;
}
