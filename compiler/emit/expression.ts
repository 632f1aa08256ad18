import type { JobPlan, Value } from "../plan/ir.ts";
import { partsOf } from "../plan/parts.ts";
import type { Constants, ConstantValue } from "./constants.ts";
import type { Imports } from "./imports.ts";
import { stringLiteral } from "./literals.ts";
import { optionalPropertyOf, propertyOf } from "./names.ts";
import { valueName } from "./value-parameter.ts";
import type { Sites } from "./sites.ts";

/** What the text of an expression refers to. */
export interface ExpressionContext {
  readonly job: Pick<JobPlan, "read" | "lookups">;
  readonly imports: Imports;
  readonly sites: Sites;
  readonly constants: Constants;
  /** The name that a `let`'s local, a binder or a parameter has in the module. */
  localName(local: string): string;
  /** The inside of an arrow function with these parameters. */
  withParameters(locals: readonly string[]): ExpressionContext;
}

/** A value of the plan as a TypeScript expression over `key`, what was read of it, `now` and `lookups`. */
export function expression(value: Value, context: ExpressionContext): string {
  const text = (part: Value): string => expression(part, context);
  switch (value.kind) {
    case "field":
      return field(value.name, context);
    case "value":
      return valueName(context.job.read);
    case "expiry":
      return "key.expires_at";
    case "path":
      return path(value, context);
    case "lookup":
      return `${propertyOf("lookups", value.lookup)}.read(${text(value.key)})`;
    case "probe":
      return `${propertyOf("lookups", value.lookup)}.probe(${text(value.key)}, ${text(value.member)})`;
    case "capture":
      return propertyOf("key", value.name);
    case "key":
      return "key.key";
    case "local":
      return value.lazy ? `${context.localName(value.local)}()` : context.localName(value.local);
    case "parameter":
      return context.localName(value.local);
    case "literal":
      return typeof value.value === "string" ? stringLiteral(value.value) : String(value.value);
    case "bigint":
      return `${value.text}n`;
    case "function":
      return context.imports.planned(value.name);
    case "constant":
      return context.constants.nameOf(value);
    case "call":
      return call(value, context);
    case "thunk":
      return `() => ${text(value.body)}`;
    case "arrow":
      return arrow(value, context);
    case "choice":
      return choice(value, context);
    case "list":
      return `[${value.items.map(text).join(", ")}]`;
    case "now":
      return "now";
    default:
      return unreachable(value);
  }
}

function field(name: string, context: ExpressionContext): string {
  const { read } = context.job;
  if (read.kind === "json") return `${context.imports.value("path")}(${valueName(read)}, ${stringLiteral(name)})`;
  if (read.members === "all") return `${context.imports.value("entry")}(${valueName(read)}, ${stringLiteral(name)})`;
  return propertyOf(valueName(read), name);
}

/** Steps from a field go on behind its name. */
function path({ of, steps }: Extract<Value, { kind: "path" }>, context: ExpressionContext): string {
  const texts = steps.map((step) => (typeof step === "string" ? stringLiteral(step) : String(step)));
  const isField = of.kind === "field" && context.job.read.kind === "json";
  const from = isField ? [valueName(context.job.read), stringLiteral(of.name)] : [expression(of, context)];
  return `${context.imports.value("path")}(${[...from, ...texts].join(", ")})`;
}

/** What a constant of the module is made by: `regex("^a")`. */
export function madeOnce(value: ConstantValue, context: ExpressionContext): string {
  return `${context.imports.planned(value.fn)}(${value.args.map((arg) => expression(arg, context)).join(", ")})`;
}

/** `(x, n) => …`. Its parameters have names of their own, which hide none that the body may use. */
function arrow(value: Extract<Value, { kind: "arrow" }>, context: ExpressionContext): string {
  const inner = context.withParameters(value.params.filter((param) => param !== undefined));
  return `(${parameters(value.params, value.body, inner)}) => ${expression(value.body, inner)}`;
}

/** Those behind the last one in use are left out; an unused one before it is marked by an underscore. */
function parameters(names: readonly (string | undefined)[], inside: Value, context: ExpressionContext): string {
  const used = names.map((name) => name !== undefined && mentions(inside, name));
  const kept = names.slice(0, used.lastIndexOf(true) + 1);
  return kept
    .map((name, at) => {
      if (name === undefined) return `_${at === 0 ? "" : at}`;
      return `${used[at] === true ? "" : "_"}${context.localName(name)}`;
    })
    .join(", ");
}

function mentions(value: Value, local: string): boolean {
  const isIt = (value.kind === "parameter" || value.kind === "local") && value.local === local;
  return isIt || partsOf(value).some((part) => mentions(part, local));
}

/** `a ? true : b` is `a || b`. */
function choice({ test, then, otherwise }: Extract<Value, { kind: "choice" }>, context: ExpressionContext): string {
  const [condition, last] = [expression(test, context), expression(otherwise, context)];
  if (then.kind === "literal" && then.value === true) return `(${condition} || ${last})`;
  return `(${condition} ? ${expression(then, context)} : ${last})`;
}

type CallValue = Extract<Value, { kind: "call" }>;

function call(value: CallValue, context: ExpressionContext): string {
  const plain = lookedUpField(value, context) ?? presence(value, context);
  if (plain !== undefined) return plain;
  const args = value.args.map((arg) => expression(arg, context));
  if (value.at !== undefined) args.push(context.sites.refer(value.at));
  return `${context.imports.planned(value.fn)}(${args.join(", ")})`;
}

/** `x is null` and `x is not null` need no function. */
function presence({ fn, args }: CallValue, context: ExpressionContext): string | undefined {
  const [first, second] = args;
  if (fn === "not" && first?.kind === "call" && first.fn === "same") return isNull(first, "!==", context);
  return second === undefined ? undefined : isNull({ kind: "call", fn, args, at: undefined }, "===", context);
}

function isNull({ fn, args }: CallValue, operator: string, context: ExpressionContext): string | undefined {
  const [value, other] = args;
  if (fn !== "same" || value === undefined || other?.kind !== "literal" || other.value !== null) return undefined;
  // TypeScript knows that a list that is written down is never null, and refuses the comparison.
  if (value.kind === "list") return operator === "===" ? "false" : "true";
  return `(${expression(value, context)} ${operator} null)`;
}

/** A field of a looked-up hash, of which only the fields in use were read: `account()?.owner ?? null`. */
function lookedUpField({ fn, args }: CallValue, context: ExpressionContext): string | undefined {
  const [object, name] = args;
  if (fn !== "entry" || object?.kind !== "local" || name?.kind !== "literal") return undefined;
  const lookup = context.job.lookups.find((one) => one.name === object.local);
  if (lookup === undefined || lookup.kind !== "hash" || lookup.members === "all") return undefined;
  return `(${optionalPropertyOf(expression(object, context), String(name.value))} ?? null)`;
}

function unreachable(value: never): never {
  throw new Error(`unknown value in the plan: ${JSON.stringify(value)}`);
}
