import type { Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { typedElement } from "./elements.ts";
import { textOf } from "./text-of.ts";
import type { Typed } from "./types.ts";
import { call, parameter } from "./values.ts";

/** Undefined for what has no JSON form: bytes and durations. */
export function toJson(typed: Typed, context: Context): Typed | undefined {
  const value = jsonValue(typed, context);
  if (value === undefined) return undefined;
  const kind = typed.kind === "invalid" || typed.kind === "never" || typed.kind === "null" ? typed.kind : "json";
  const json: Typed = { kind, span: typed.span, value, nullable: typed.nullable };
  return kind === "json" ? { ...json, raw: value } : json;
}

function jsonValue(typed: Typed, context: Context): Value | undefined {
  const { value } = typed;
  switch (typed.kind) {
    case "json":
    case "boolean":
    case "null":
    case "never":
    case "invalid":
      return value;
    case "exact":
      return call("jsonOfExact", [value]);
    case "double":
      return call("jsonOfDouble", [value], context.site);
    case "list":
      return collection("jsonOfList", typed, context);
    case "map":
      return collection("jsonOfMap", typed, context);
    case "bytes":
    case "duration":
      return undefined;
    default:
      return textOf(typed, context)?.value;
  }
}

/** Names that are bytes must be text to be names in JSON. */
function collection(fn: "jsonOfList" | "jsonOfMap", typed: Typed, context: Context): Value | undefined {
  const { element } = typed;
  if (element === undefined) return undefined;
  const name = context.job.claimLocal("x");
  const body = toJson(typedElement(element, parameter(name), typed.span), context)?.value;
  if (body === undefined) return undefined;
  return call(
    fn,
    [typed.value, { kind: "arrow", params: [name], body }],
    fn === "jsonOfMap" ? context.site : undefined,
  );
}
