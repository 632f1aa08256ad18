import type { ColumnType, Value } from "../plan/ir.ts";
import { typeText } from "./column-types.ts";
import { decodeColumn, decodeOperand, kindOfColumn, storeColumn } from "./columns.ts";
import { foldConstant } from "./constants.ts";
import type { Context } from "./context.ts";
import { mismatchAdvice, snippet } from "./mismatch.ts";
import { textOf } from "./text-of.ts";
import { toJson } from "./to-json.ts";
import { describe, isUndecoded } from "./types.ts";
import type { Goal, ScalarKind, Typed } from "./types.ts";
import { call, literal } from "./values.ts";
import { widen } from "./widen.ts";

/** A checked expression as what its place needs, or a diagnostic. */
export function coerce(typed: Typed, goal: Goal, context: Context): Typed {
  if (typed.kind === "invalid" || typed.kind === "never" || typed.kind === "null") return typed;
  if (typed.untried === true) return untypedTry(typed, context);
  const found =
    goal.kind === "column" ? toColumn(typed, goal.type, goal.explicit, context) : toOperand(typed, goal.to, context);
  return found ?? mismatch(typed, goal, context);
}

function toOperand(typed: Typed, to: ScalarKind, context: Context): Typed | undefined {
  if (typed.kind === to) return typed;
  if (isUndecoded(typed.kind)) {
    if (to === "text" && typed.text !== undefined) return operand(typed, to, typed.text);
    const value = decodeOperand(to, typed.raw ?? typed.value, context.site);
    return value === undefined ? undefined : decoded(typed, to, value);
  }
  if (to === "json" && (typed.kind === "list" || typed.kind === "map")) return toJson(typed, context);
  if (to === "double" && typed.constant?.kind === "number")
    return operand(typed, to, literal(Number(typed.constant.text)));
  return undefined;
}

/** The text `null` is a JSON value that is null. */
function decoded(typed: Typed, kind: ScalarKind, value: Value): Typed {
  const result = operand(typed, kind, value);
  return kind === "json" ? { ...result, raw: value, nullable: true } : result;
}

function operand(typed: Typed, kind: ScalarKind, value: Typed["value"]): Typed {
  return { kind, span: typed.span, value, nullable: typed.nullable, constant: typed.constant };
}

function toColumn(typed: Typed, type: ColumnType, explicit: boolean, context: Context): Typed | undefined {
  const kind = kindOfColumn(type);
  const stored = (value: Typed["value"]): Typed => ({
    kind,
    span: typed.span,
    value,
    nullable: typed.nullable,
    constant: typed.constant,
  });
  const widened = typed.stored === undefined ? undefined : widen(typed.stored.type, type, typed.stored.value);
  if (widened !== undefined) return stored(widened);
  if (typed.constant !== undefined) {
    const folded = foldConstant(typed.constant, type, context.site);
    if (folded !== undefined && "value" in folded) return stored(folded.value);
    if (folded !== undefined) return unfit(typed, type, folded.why, context);
  }
  if (typed.kind === "json" && kind === "json") return typed;
  if (isUndecoded(typed.kind) && kind === "text" && typed.text !== undefined)
    return stored(storeColumn(type, typed.text, context.site));
  if (typed.raw !== undefined && (typed.kind === kind || isUndecoded(typed.kind)))
    return nullableJson(stored(decodeInto(type, typed.raw, typed.rawType, context)));
  if (explicit && typed.kind === "text" && kind !== "text" && kind !== "bytes")
    return nullableJson(stored(decodeColumn(type, typed.value, context.site)));
  const collection = kind === "json" && (typed.kind === "list" || typed.kind === "map");
  if (collection) return toJson(typed, context);
  const cast = typed.kind === kind ? typed : explicit ? castTo(typed, kind, context) : undefined;
  if (cast === undefined) return undefined;
  if (kind === "exact" && cast.inexact === true) return inexact(typed, type, context);
  return stored(storeColumn(type, cast.value, context.site));
}

function nullableJson(typed: Typed): Typed {
  return typed.kind === "json" ? { ...typed, nullable: true } : typed;
}

/** Bytes into the column's representation. What has a type of its own must fit both, so the narrower one decodes. */
function decodeInto(type: ColumnType, raw: Value, rawType: ColumnType | undefined, { site }: Context): Value {
  const widened = rawType === undefined ? undefined : widen(rawType, type, decodeColumn(rawType, raw, site));
  return widened ?? decodeColumn(type, raw, site);
}

/** What `as` adds to assignment, text aside. */
function castTo(typed: Typed, kind: ScalarKind, context: Context): Typed | undefined {
  if (kind === "text") return textOf(typed, context);
  if (kind === "json") return toJson(typed, context);
  if (kind === "double" && typed.kind === "exact")
    return operand(typed, kind, call("doubleOfExact", [typed.value], context.site));
  if (kind === "exact" && typed.kind === "double")
    return operand(typed, kind, call("exactOfDouble", [typed.value], context.site));
  return undefined;
}

function mismatch(typed: Typed, goal: Goal, context: Context): Typed {
  const to = goal.kind === "column" ? kindOfColumn(goal.type) : goal.to;
  const numbers = new Set<string>(["exact", "double"]);
  if (numbers.has(typed.kind) && numbers.has(to) && goal.kind === "operand") {
    context.sink.report("RDI2022", typed.span, { operator: "This" });
  } else {
    const wanted = goal.kind === "column" ? `\`${typeText(goal.type)}\`` : describe(to);
    context.sink.report("RDI2020", typed.span, {
      found: describe(typed.kind),
      wanted,
      ...mismatchAdvice(typed, goal, to),
    });
  }
  return { ...typed, kind: "invalid" };
}

function unfit(typed: Typed, type: ColumnType, why: string, context: Context): Typed {
  context.sink.report("RDI2026", typed.span, { value: snippet(typed.span), type: typeText(type), why });
  return { ...typed, kind: "invalid" };
}

function inexact(typed: Typed, type: ColumnType, context: Context): Typed {
  const digits = type.kind === "numeric" && type.scale !== undefined && type.scale > 0 ? `, ${type.scale}` : "";
  context.sink.report("RDI2021", typed.span, {
    wanted: `\`${typeText(type)}\``,
    example: `round(${snippet(typed.span)}${digits})`,
  });
  return { ...typed, kind: "invalid" };
}

function untypedTry(typed: Typed, context: Context): Typed {
  const inner = /^try\s*\((.*)\)$/s.exec(snippet(typed.span))?.[1]?.trim() ?? "x";
  context.sink.report("RDI2030", typed.span, { what: "what `try` tries", example: `try(${inner} as numeric)` });
  return { ...typed, kind: "invalid" };
}
