import type { Comparison, Expr } from "../../grammar/ast.ts";
import type { Value } from "../plan/ir.ts";
import { convert } from "./convert.ts";
import type { Context } from "./context.ts";
import { listOperand, listWith } from "./elements.ts";
import { infer } from "./expression.ts";
import { lookupOf, probe } from "./lookups.ts";
import { requireText } from "./text-of.ts";
import { describe, invalid, isUndecoded } from "./types.ts";
import type { ScalarKind, Typed } from "./types.ts";
import { unify } from "./unify.ts";
import { call, literal } from "./values.ts";

type Wrap = (value: Value) => Value;

/** `x in list`, `x in map`: an element of the list, or the name of an entry. */
export function inferMembership(expr: Comparison, context: Context, wrap: Wrap): Typed {
  const right = ungrouped(expr.right);
  if (right.kind === "list") return inLiteral(expr, right.items, { context, wrap });
  const lookup = lookupOf(right, context);
  if (lookup !== undefined && lookup.plan.kind !== "json" && lookup.plan.kind !== "list")
    return inLookup(expr, right, { context, wrap });
  const typed = infer(right, context);
  if (typed.kind === "invalid") return invalid(expr.span);
  if (typed.kind === "map") return inMap(expr, typed, { context, wrap });
  const list = listOperand(typed, context);
  if (list !== undefined) return inList(expr, list, { context, wrap });
  context.sink.report("RDI2020", right.span, {
    found: describe(typed.kind),
    wanted: "a list or a map",
    hint: typed.kind === "raw" ? 'Take it apart first: `split(x, ",")`, or `x as json`.' : undefined,
  });
  return invalid(expr.span);
}

interface Surroundings {
  readonly context: Context;
  readonly wrap: Wrap;
}

function inLiteral(expr: Comparison, items: readonly Expr[], { context, wrap }: Surroundings): Typed {
  const { kind, operands } = unify([expr.left, ...items], expr, context);
  const typed = kind === "raw" ? operands.map((operand) => requireText(operand, context)) : operands;
  const [value, ...others] = typed;
  if (value === undefined || typed.some((operand) => operand.kind === "invalid")) return invalid(expr.span);
  const list: Value = { kind: "list", items: others.map((item) => item.value) };
  const nullable = typed.some((operand) => operand.nullable);
  return { kind: "boolean", span: expr.span, value: wrap(call("oneOf", [value.value, list])), nullable };
}

/** The elements become what the left side is; two sides without a type are compared as text. */
function inList(expr: Comparison, list: Typed, { context, wrap }: Surroundings): Typed {
  const left = infer(expr.left, context);
  const element = list.element?.kind;
  const to = scalarOf(left.kind) ?? (element === undefined ? undefined : scalarOf(element)) ?? "text";
  const value = convert(expr.left, { kind: "operand", to }, context);
  const elements = listWith(list, to, context);
  if (value.kind === "invalid" || elements === undefined) return invalid(expr.span);
  const nullable = value.nullable || list.nullable || elements.element?.nullable === true;
  return { kind: "boolean", span: expr.span, value: wrap(call("oneOf", [value.value, elements.value])), nullable };
}

function scalarOf(kind: Typed["kind"]): ScalarKind | undefined {
  if (isUndecoded(kind) || ["null", "never", "invalid", "list", "map"].includes(kind)) return undefined;
  return kind as ScalarKind;
}

function inMap(expr: Comparison, map: Typed, { context, wrap }: Surroundings): Typed {
  const name = requireText(infer(expr.left, context), context);
  if (name.kind === "invalid") return invalid(expr.span);
  const value = wrap(call("has", [map.value, name.value]));
  return { kind: "boolean", span: expr.span, value, nullable: name.nullable || map.nullable };
}

/** Only that member is asked for. */
function inLookup(expr: Comparison, right: Expr, { context, wrap }: Surroundings): Typed {
  const found = probe(right, expr.left, context);
  if (found === undefined) return invalid(expr.span);
  const absent = call("same", [found.value, literal(null)]);
  const member = infer(expr.left, context);
  const present = call("not", [absent]);
  const unknown = call("same", [found.member, literal(null)]);
  const value: Value = member.nullable
    ? { kind: "choice", test: unknown, then: literal(null), otherwise: present }
    : present;
  return { kind: "boolean", span: expr.span, value: wrap(value), nullable: member.nullable };
}

function ungrouped(expr: Expr): Expr {
  return expr.kind === "group" ? ungrouped(expr.inner) : expr;
}
