import type { SitePlan, Value } from "../plan/ir.ts";
import { partsOf } from "../plan/parts.ts";

/** Builds and inspects the plan's expressions. */

export function call(fn: string, args: readonly Value[], at?: SitePlan): Value {
  return { kind: "call", fn, args, at };
}

export function literal(value: string | number | boolean | null): Value {
  return { kind: "literal", value };
}

export function parameter(local: string): Value {
  return { kind: "parameter", local };
}

export function thunk(body: Value): Value {
  return { kind: "thunk", body };
}

/** True when the value is bound to a name already, so that to write it twice costs nothing. */
export function isName({ kind }: Value): boolean {
  return kind === "parameter" || kind === "literal" || kind === "field" || kind === "local";
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
