import type { SitePlan, Value } from "../plan/ir.ts";

/** Builds and inspects the plan's expressions. */

export function call(fn: string, args: readonly Value[], at?: SitePlan): Value {
  return { kind: "call", fn, args, at };
}

export function literal(value: string | number | boolean | null): Value {
  return { kind: "literal", value };
}

export function thunk(body: Value): Value {
  return { kind: "thunk", body };
}

/** True when evaluating it may reject the key. What `try` surrounds doesn't. */
export function canReject(value: Value): boolean {
  return some(
    value,
    (part) => (part.kind === "call" ? part.at !== undefined : part.kind === "local" && part.lazy),
    "attempt",
  );
}

/** True when some part satisfies `holds`; calls of `except` are passed over. */
export function some(value: Value, holds: (part: Value) => boolean, except?: string): boolean {
  if (value.kind === "call" && value.fn === except) return false;
  return holds(value) || partsOf(value).some((part) => some(part, holds, except));
}

function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case "call":
      return value.args;
    case "thunk":
      return [value.body];
    case "list":
      return value.items;
    default:
      return [];
  }
}
