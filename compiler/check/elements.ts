import type { Span } from "../../grammar/source.ts";
import type { Value } from "../plan/ir.ts";
import { coerce } from "./coerce.ts";
import type { Context } from "./context.ts";
import { isUndecoded } from "./types.ts";
import type { ElementType, ScalarKind, Typed } from "./types.ts";
import { call, isName, literal, parameter } from "./values.ts";

/** What one element of a list or map is, as an expression of its own. */
export function typedElement(element: ElementType, value: Value, span: Span): Typed {
  const { kind, nullable, inexact = false, element: inner, names } = element;
  const typed: Typed = { kind, span, value, nullable, inexact, element: inner, names };
  return isUndecoded(kind) ? { ...typed, raw: value } : typed;
}

/** What a list of such expressions holds. */
export function elementOf({ kind, nullable, inexact, element, names }: Typed): ElementType {
  return { kind, nullable, inexact, element, names };
}

export const RAW_ELEMENT: ElementType = { kind: "raw", nullable: false };
export const JSON_ELEMENT: ElementType = { kind: "json", nullable: true };

/** A list whose elements are of one kind; undefined where what holds them was reported. */
export function listWith(list: Typed, to: ScalarKind, context: Context): Typed | undefined {
  const { element } = list;
  if (element === undefined || element.kind === "invalid") return undefined;
  if (element.kind === to) return list;
  const made = madeByLoop(list);
  if (made !== undefined) return withItems(list, made, { to, context });
  const name = context.job.claimLocal("x");
  const item = coerce(typedElement(element, parameter(name), list.span), { kind: "operand", to }, context);
  if (item.kind === "invalid") return undefined;
  const each: Value = { kind: "arrow", params: [name], body: item.value };
  const looped = (of: Value): Value => call("loop", [of, each]);
  const value = list.nullable ? unlessNull(list.value, looped, context) : looped(list.value);
  return { ...list, value, element: elementOf(item) };
}

interface Made {
  readonly loop: Extract<Value, { kind: "call" }>;
  readonly each: Extract<Value, { kind: "arrow" }>;
}

/** A list that is written as a loop. */
function madeByLoop({ value }: Typed): Made | undefined {
  if (value.kind !== "call" || (value.fn !== "loop" && value.fn !== "loopMap")) return undefined;
  const [, each] = value.args;
  return each?.kind === "arrow" ? { loop: value, each } : undefined;
}

/** The same loop, whose items are of that kind. */
function withItems(
  list: Typed,
  { loop, each }: Made,
  { to, context }: { readonly to: ScalarKind; readonly context: Context },
): Typed | undefined {
  if (list.element === undefined) return undefined;
  const item = coerce(typedElement(list.element, each.body, list.span), { kind: "operand", to }, context);
  if (item.kind === "invalid") return undefined;
  const [of, , ...where] = loop.args;
  const args = of === undefined ? [] : [of, { ...each, body: item.value }, ...where];
  return { ...list, value: { ...loop, args }, element: elementOf(item) };
}

/** A loop over null would be an empty list. */
export function unlessNull(list: Value, build: (list: Value) => Value, context: Context): Value {
  const choose = (of: Value): Value => {
    return { kind: "choice", test: call("same", [of, literal(null)]), then: literal(null), otherwise: build(of) };
  };
  if (isName(list)) return choose(list);
  const name = context.job.claimLocal("list");
  return call("given", [list, { kind: "arrow", params: [name], body: choose(parameter(name)) }]);
}

/** A list as an operand: null stays null. */
export function listOperand(typed: Typed, context: Context): Typed | undefined {
  const list = asList(typed, context);
  if (list === undefined || list === typed) return list;
  return { ...list, value: call("asList", [typed.value], context.site), nullable: typed.nullable };
}

/** A list to walk: a JSON value must be one, or null, which is walked like an empty one; a map's entries are none. Undefined for everything else. */
export function asList(typed: Typed, context: Context): Typed | undefined {
  if (typed.kind === "list") return typed;
  if (typed.kind !== "json") return undefined;
  return {
    kind: "list",
    span: typed.span,
    value: call("listOf", [typed.value], context.site),
    nullable: false,
    element: JSON_ELEMENT,
  };
}
