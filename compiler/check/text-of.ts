import type { Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { describe } from "./types.ts";
import type { ScalarKind, Typed } from "./types.ts";
import { call, literal } from "./values.ts";

const FUNCTIONS: Readonly<Partial<Record<ScalarKind, string>>> = {
  exact: "textOfExact",
  double: "textOfDouble",
  json: "textOfJson",
  boolean: "textOfBoolean",
  timestamptz: "textOfInstant",
  timestamp: "textOfTimestamp",
  date: "textOfDate",
  time: "textOfTime",
  duration: "textOfDuration",
};

/** Any value as text, as holes, `++` and `as text` do it. Undefined for bytes, lists and maps. */
export function textOf(typed: Typed, context: Context): Typed | undefined {
  const value = textValue(typed, context);
  if (value === undefined) return undefined;
  const constant = typed.constant?.kind === "text" ? typed.constant : undefined;
  const kind = typed.kind === "never" || typed.kind === "invalid" || typed.kind === "null" ? typed.kind : "text";
  return { kind, span: typed.span, value, nullable: typed.nullable, constant };
}

/** The same, reported where it can't be. */
export function requireText(typed: Typed, context: Context): Typed {
  const text = textOf(typed, context);
  if (text !== undefined) return text;
  context.sink.report("RDI2020", typed.span, {
    found: describe(typed.kind),
    wanted: "text",
    why: typed.kind === "bytes" ? "Bytes need not be text." : "Join its elements, or write `as json as text`.",
  });
  return { ...typed, kind: "invalid" };
}

function textValue(typed: Typed, context: Context): Value | undefined {
  if (typed.text !== undefined) return typed.text;
  if (typed.constant?.kind === "number" && /^-?(0|[1-9]\d*)$/.test(typed.constant.text))
    return literal(typed.constant.text);
  if (typed.raw !== undefined && typed.rawType === undefined && typed.kind !== "json")
    return call("decodeText", [typed.raw], context.site);
  switch (typed.kind) {
    case "text":
    case "uuid":
    case "null":
    case "never":
    case "invalid":
    case "raw":
      return typed.value;
    case "bytes":
    case "list":
    case "map":
      return undefined;
    default:
      return call(FUNCTIONS[typed.kind] ?? "textOfExact", [typed.value]);
  }
}
