import type { Value } from "../plan/ir.ts";
import type { Imports } from "./imports.ts";
import { stringLiteral } from "./literals.ts";
import { propertyOf } from "./names.ts";
import type { Sites } from "./sites.ts";

/** What the text of an expression refers to. */
export interface ExpressionContext {
  readonly imports: Imports;
  readonly sites: Sites;
  /** The name that a `let`'s local has in the module. */
  localName(local: string): string;
}

/** A value of the plan as a TypeScript expression over `key`, `hash` and `now`. */
export function expression(value: Value, context: ExpressionContext): string {
  switch (value.kind) {
    case "field":
      return propertyOf("hash", value.name);
    case "capture":
      return propertyOf("key", value.name);
    case "key":
      return "key.key";
    case "local":
      return value.lazy ? `${context.localName(value.local)}()` : context.localName(value.local);
    case "literal":
      return typeof value.value === "string" ? stringLiteral(value.value) : String(value.value);
    case "bigint":
      return `${value.text}n`;
    case "function":
      return context.imports.planned(value.name);
    case "call":
      return call(value, context);
    case "thunk":
      return `() => ${expression(value.body, context)}`;
    case "list":
      return `[${value.items.map((item) => expression(item, context)).join(", ")}]`;
    case "now":
      return "now";
    default:
      return unreachable(value);
  }
}

function call(value: Extract<Value, { kind: "call" }>, context: ExpressionContext): string {
  const args = value.args.map((arg) => expression(arg, context));
  if (value.at !== undefined) args.push(context.sites.refer(value.at));
  return `${context.imports.planned(value.fn)}(${args.join(", ")})`;
}

function unreachable(value: never): never {
  throw new Error(`unknown value in the plan: ${JSON.stringify(value)}`);
}
