import type { Expr, Index, Member } from "../../grammar/ast.ts";
import type { Span } from "../../grammar/source.ts";
import type { Value } from "../plan/ir.ts";
import { coerce } from "./coerce.ts";
import type { Context } from "./context.ts";
import { typedElement } from "./elements.ts";
import { infer } from "./expression.ts";
import { fieldAt } from "./expression-names.ts";
import { lookupOf, probe } from "./lookups.ts";
import { snippet } from "./mismatch.ts";
import { requireText } from "./text-of.ts";
import { describe, invalid } from "./types.ts";
import type { Typed } from "./types.ts";
import { hasFields } from "./value-kinds.ts";
import { call, literal } from "./values.ts";

/** `a.b`: a member of a JSON value, an entry of a map. */
export function inferMember(expr: Member, context: Context): Typed {
  return named(expr, expr.name.text, context);
}

/** `a[0]`, `a[-1]`, `map["k"]`. */
export function inferIndex(expr: Index, context: Context): Typed {
  const step = constantStep(expr.index);
  if (typeof step === "string") return named(expr, step, context);
  const lookup = lookupOf(expr.object, context);
  if (lookup !== undefined && (lookup.plan.kind === "hash" || lookup.plan.kind === "zset"))
    return probed(expr, context);
  const object = infer(expr.object, context);
  switch (object.kind) {
    case "invalid":
      return object;
    case "json":
      return step === undefined ? computedStep(expr, object, context) : jsonStep(object, step, expr.span);
    case "list":
      return item(expr, object, context);
    case "map":
      return entry(object, requireText(infer(expr.index, context), context), expr.span);
    default:
      return noSteps(object, expr.span, context);
  }
}

function named(expr: Member | Index, name: string, context: Context): Typed {
  const { reads } = context.job;
  if (isValue(expr.object) && reads !== undefined && hasFields(reads)) return fieldAt(name, expr.span, reads);
  const lookup = lookupOf(expr.object, context);
  // Of a sorted set no part can be read but by asking for it.
  if (lookup?.plan.kind === "zset")
    return asked({ kind: "probe", lookup: lookup.plan.name, key: lookup.key, member: literal(name) }, expr.span);
  const object = infer(expr.object, context);
  if (object.kind === "invalid") return object;
  if (object.kind === "json") return jsonStep(object, name, expr.span);
  if (object.kind === "map")
    return entry(object, { ...object, kind: "text", value: literal(name), nullable: false }, expr.span);
  return noSteps(object, expr.span, context);
}

function isValue(expr: Expr): boolean {
  return expr.kind === "group" ? isValue(expr.inner) : expr.kind === "at" && expr.name === "value";
}

/** A name or a whole number that is known now. */
function constantStep(expr: Expr): string | number | undefined {
  if (expr.kind === "group") return constantStep(expr.inner);
  if (expr.kind === "raw") return expr.text;
  if (expr.kind === "number") return /^\d{1,9}$/.test(expr.text) ? Number(expr.text) : undefined;
  if (expr.kind === "unary" && expr.operator === "-") {
    const positive = constantStep(expr.operand);
    return typeof positive === "number" && positive > 0 ? -positive : undefined;
  }
  if (expr.kind !== "string" || expr.parts.some((part) => part.kind !== "text")) return undefined;
  return expr.parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

/** Steps that follow one another become one path. */
function jsonStep(object: Typed, step: string | number, span: Span): Typed {
  const { value } = object;
  const path: Value =
    value.kind === "path" ? { ...value, steps: [...value.steps, step] } : { kind: "path", of: value, steps: [step] };
  return { kind: "json", span, value: path, raw: path, nullable: true };
}

/** A position or a name that is computed must have a type, which says which of the two it is. */
function computedStep(expr: Index, object: Typed, context: Context): Typed {
  const index = infer(expr.index, context);
  if (index.kind === "invalid") return index;
  if (index.kind !== "text" && index.kind !== "exact") {
    const text = snippet(expr.index.span);
    context.sink.report("RDI2030", expr.index.span, {
      what: "a step",
      example: `${text} as int\` or \`${text} as text`,
    });
    return invalid(expr.span);
  }
  const value = call("member", [object.value, index.value]);
  return { kind: "json", span: expr.span, value, raw: value, nullable: true };
}

function item(expr: Index, list: Typed, context: Context): Typed {
  const index = coerce(infer(expr.index, context), { kind: "operand", to: "exact" }, context);
  if (index.kind === "invalid" || list.element === undefined) return invalid(expr.span);
  const step = constantStep(expr.index);
  const position = typeof step === "number" ? literal(step) : index.value;
  const value = call("item", [list.value, position]);
  return typedElement({ ...list.element, nullable: true }, value, expr.span);
}

function entry(map: Typed, name: Typed, span: Span): Typed {
  if (name.kind === "invalid" || map.element === undefined) return invalid(span);
  return typedElement({ ...map.element, nullable: true }, call("entry", [map.value, name.value]), span);
}

function probed(expr: Index, context: Context): Typed {
  const found = probe(expr.object, expr.index, context);
  return found === undefined ? invalid(expr.span) : asked(found.value, expr.span);
}

function asked(value: Value, span: Span): Typed {
  return { kind: "raw", span, value, raw: value, nullable: true };
}

function noSteps(object: Typed, span: Span, context: Context): Typed {
  context.sink.report("RDI2033", span, {
    object: snippet(object.span),
    found: describe(object.kind),
    hint:
      object.kind === "raw" || object.kind === "text"
        ? `If it holds JSON, write \`(${snippet(object.span)} as json)\`.`
        : undefined,
  });
  return invalid(span);
}
