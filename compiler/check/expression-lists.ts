import type { ListExpr, LoopExpr } from "../../grammar/ast.ts";
import type { Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { asList, elementOf, JSON_ELEMENT, typedElement } from "./elements.ts";
import { infer } from "./expression.ts";
import { lineageOf } from "./lineage.ts";
import { snippet } from "./mismatch.ts";
import { condition } from "./expression-logic.ts";
import { alreadyBound, bindNames, firstPlace } from "./scope.ts";
import type { Binding } from "./scope.ts";
import { toJson } from "./to-json.ts";
import { describe, invalid } from "./types.ts";
import type { ElementType, Typed } from "./types.ts";
import { call, parameter } from "./values.ts";

/** `[1, 2, x]`. Elements of different kinds make a list of JSON values. */
export function inferList(expr: ListExpr, context: Context): Typed {
  const items = expr.items.map((item) => infer(item, context));
  if (items.some(({ kind }) => kind === "invalid")) return invalid(expr.span);
  const kinds = new Set(items.map(({ kind }) => kind).filter((kind) => kind !== "null" && kind !== "never"));
  const [only] = kinds;
  const plain = kinds.size === 1 && only !== undefined && only !== "list" && only !== "map";
  const members = plain ? items : items.map((item) => toJson(item, context));
  const value: Value = {
    kind: "list",
    items: members.flatMap((member) => (member === undefined ? [] : [member.value])),
  };
  const unfit = items.find((_, index) => members[index] === undefined);
  if (unfit !== undefined) {
    context.sink.report("RDI2020", unfit.span, { found: describe(unfit.kind), wanted: "a JSON value" });
    return invalid(expr.span);
  }
  const nullable = items.some((item) => item.nullable);
  const inexact = items.some((item) => item.inexact === true);
  const element: ElementType = plain ? { kind: only, nullable, inexact } : JSON_ELEMENT;
  return { kind: "list", span: expr.span, value, nullable: false, element };
}

/** `[e for x, i in list where c]`, also over the entries of a map. */
export function inferLoop(expr: LoopExpr, context: Context): Typed {
  const source = infer(expr.list, context);
  if (source.kind === "invalid" || source.kind === "null") return { ...source, span: expr.span };
  const over = iterated(source, context);
  if (over === undefined) return reportNotIterable(source, context);
  const binders = bind(expr.binders, over, context);
  if (binders === undefined) return invalid(expr.span);
  const inner: Context = { ...context, scope: bindNames(context.scope, binders.bindings) };
  const item = infer(expr.item, inner);
  const where = expr.where === undefined ? undefined : condition(expr.where, inner);
  if (item.kind === "invalid" || where?.kind === "invalid") return invalid(expr.span);
  const arrow = (body: Value): Value => ({ kind: "arrow", params: binders.locals, body });
  const holds = where === undefined ? [] : [arrow(where.value)];
  return {
    kind: "list",
    span: expr.span,
    value: call(over.kind === "map" ? "loopMap" : "loop", [over.value, arrow(item.value), ...holds]),
    nullable: over.nullable,
    element: elementOf(item),
  };
}

/** What `for` goes over: a list or a map; a JSON value must be a list. */
export function iterated(typed: Typed, context: Context): Typed | undefined {
  return typed.kind === "map" ? typed : asList(typed, context);
}

export function reportNotIterable(typed: Typed, context: Context): Typed {
  context.sink.report("RDI2020", typed.span, {
    found: describe(typed.kind),
    wanted: "a list or a map",
    hint:
      typed.kind === "raw" || typed.kind === "text"
        ? 'If it holds JSON, write `as json`; if it is a separated list, `split(x, ",")`.'
        : undefined,
  });
  return invalid(typed.span);
}

export interface Binders {
  readonly bindings: readonly Binding[];
  readonly locals: readonly string[];
}

/** The names that a `for` or a loop binds: an element and its position, or an entry's name and its value. */
export function bind(names: LoopExpr["binders"], over: Typed, context: Context): Binders | undefined {
  const locals: string[] = [];
  const bindings: Binding[] = [];
  for (const [index, name] of names.entries()) {
    const first = alreadyBound(context.scope, name.text) ?? bindings.find((one) => one.name.text === name.text);
    if (first !== undefined) {
      const why = "A binding may hide a field, but not another binding.";
      context.sink.report("RDI2007", name.span, { what: "the name", name: name.text, why }, [firstPlace(first.name)]);
      return undefined;
    }
    const local = context.job.claimLocal(name.text);
    locals.push(local);
    context.job.binders.set(local, { text: originOf(over, index, context), of: over.value });
    bindings.push({ name, typed: boundTo(index, parameter(local), over) });
  }
  return { bindings, locals };
}

/** `items[]` for an element of `items`. */
function originOf(over: Typed, index: number, { job }: Context): string {
  const [source = snippet(over.span)] = lineageOf(over.value, job);
  return over.kind === "list" && index === 0 ? `${source}[]` : source;
}

function boundTo(index: number, value: Value, over: Typed): Typed {
  const { span, element = JSON_ELEMENT, names = "raw" } = over;
  if (over.kind === "map")
    return index === 0
      ? typedElement({ kind: names, nullable: false }, value, span)
      : typedElement(element, value, span);
  if (index === 0) return typedElement(element, value, span);
  return {
    kind: "exact",
    span,
    value: call("exactOfInt", [value]),
    nullable: false,
    stored: { type: { kind: "int" }, value },
  };
}
