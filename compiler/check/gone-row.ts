import type { ColumnValue, OutcomePlan, Value } from "../plan/ir.ts";
import type { JobContext } from "./context.ts";
import { literal } from "./values.ts";

/** The row that a removal appends: what `set` says, and the other columns with all fields null. */
export function goneRow(
  columns: readonly ColumnValue[],
  outcome: OutcomePlan,
  job: JobContext,
): readonly ColumnValue[] | undefined {
  if (outcome.kind !== "set") return undefined;
  const set = new Map(outcome.columns.map(({ column, value }) => [column, value]));
  return columns.map(({ column, value }) => ({ column, value: set.get(column) ?? withoutFields(value, job) }));
}

/** A value of a key that has no value any more: lets are written out, and what is read is null. */
function withoutFields(value: Value, job: JobContext): Value {
  const inner = (part: Value): Value => withoutFields(part, job);
  switch (value.kind) {
    case "field":
    case "value":
    case "expiry":
    case "path":
    case "lookup":
    case "probe":
      return literal(null);
    case "local": {
      const definition = job.lets.get(value.local);
      return definition === undefined ? value : inner(definition);
    }
    case "call":
      return ofNull({ ...value, args: value.args.map(inner) });
    case "thunk":
    case "arrow":
      return { ...value, body: inner(value.body) };
    case "list":
      return { ...value, items: value.items.map(inner) };
    case "choice":
      return { ...value, test: inner(value.test), then: inner(value.then), otherwise: inner(value.otherwise) };
    default:
      return value;
  }
}

/** What a conversion or a loop makes of null is written as such: its type would not be known any more. */
function ofNull(value: Extract<Value, { kind: "call" }>): Value {
  const [first] = value.args;
  if (first?.kind !== "literal" || first.value !== null) return value;
  if (value.fn === "loop" || value.fn === "loopMap") return { kind: "list", items: [] };
  return CONVERSION.test(value.fn) ? literal(null) : value;
}

const CONVERSION = /^(decode|fit|jsonOf|parseJson|path|store|textOf|to[A-Z])/;
