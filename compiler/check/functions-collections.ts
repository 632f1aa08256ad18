import type { Call, Expr, NumberLiteral } from "../../grammar/ast.ts";
import type { Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { convert } from "./convert.ts";
import { asList, listOperand, JSON_ELEMENT, listWith, RAW_ELEMENT, typedElement, unlessNull } from "./elements.ts";
import { infer } from "./expression.ts";
import { reportNotIterable } from "./expression-lists.ts";
import { regexConstant, constantText } from "./module-constants.ts";
import { regexGroupCount } from "./regex.ts";
import { requireText } from "./text-of.ts";
import { toJson } from "./to-json.ts";
import { describe, invalid } from "./types.ts";
import type { ElementType, ScalarKind, Typed } from "./types.ts";
import { call, literal, parameter } from "./values.ts";

type Rule = (expr: Call, context: Context) => Typed;

const TEXTS: ElementType = { kind: "text", nullable: false };

/** Functions of lists, maps and objects. */
export const COLLECTION_FUNCTIONS: readonly (readonly [string, Rule])[] = [
  ["split", split],
  ["join", join],
  ["regex_extract", regexExtract],
  ["count", count],
  ["any", (expr, context) => ofBooleans("any", expr, context)],
  ["all", (expr, context) => ofBooleans("all", expr, context)],
  ["distinct", (expr, context) => sameElements("distinct", expr, context)],
  ["sort", sort],
  ["flatten", flatten],
  ["keys", keys],
  ["values", values],
  ["entries", entries],
  ["from_entries", fromEntries],
  ["pick", (expr, context) => withNames("pick", expr, context)],
  ["without", (expr, context) => withNames("without", expr, context)],
  ["merge", merge],
  ["has", has],
];

function split(expr: Call, context: Context): Typed {
  const args = expr.args.map((arg) => convert(arg, { kind: "operand", to: "text" }, context));
  const [text] = args;
  if (text === undefined || args.some(({ kind }) => kind === "invalid")) return invalid(expr.span);
  const value = call(
    "split",
    args.map((arg) => arg.value),
  );
  // The pieces are text that nobody has typed yet: `split(x, "|")[0] as int` reads like a field.
  return { kind: "list", span: expr.span, value, nullable: args.some((arg) => arg.nullable), element: RAW_ELEMENT };
}

function join(expr: Call, context: Context): Typed {
  const list = listArgument(expr, context, "text");
  const [, second] = expr.args;
  const separator = second === undefined ? undefined : convert(second, { kind: "operand", to: "text" }, context);
  if (list === undefined || separator === undefined || separator.kind === "invalid") return invalid(expr.span);
  const nullable = list.nullable || separator.nullable;
  return { kind: "text", span: expr.span, value: call("join", [list.value, separator.value]), nullable };
}

function regexExtract(expr: Call, context: Context): Typed {
  const [first, pattern, group] = expr.args;
  if (first === undefined || pattern === undefined) return invalid(expr.span);
  const text = convert(first, { kind: "operand", to: "text" }, context);
  const regex = regexConstant(pattern, context);
  const number = group === undefined ? [] : [groupNumber(group, regex, context)];
  if (text.kind === "invalid" || regex === undefined || number.includes(undefined)) return invalid(expr.span);
  const numbers = number.flatMap((one) => (one === undefined ? [] : [literal(one)]));
  return {
    kind: "text",
    span: expr.span,
    value: call("regexExtract", [text.value, regex, ...numbers]),
    nullable: true,
  };
}

function groupNumber(expr: Expr, pattern: Value | undefined, context: Context): number | undefined {
  if (expr.kind === "number" && /^\d{1,3}$/.test(expr.text)) return knownGroup(expr, pattern, context);
  context.sink.report("RDI2031", expr.span, { what: "the number of a group", example: "1" });
  return undefined;
}

function knownGroup(expr: NumberLiteral, pattern: Value | undefined, context: Context): number | undefined {
  const [text] = pattern?.kind === "constant" ? pattern.args : [];
  const count = text?.kind === "literal" ? regexGroupCount(String(text.value)) : undefined;
  if (count === undefined || Number(expr.text) <= count) return Number(expr.text);
  const why = count === 0 ? "The pattern has no groups." : `The pattern has ${count} group${count === 1 ? "" : "s"}.`;
  context.sink.report("RDI2032", expr.span, { value: expr.text, what: "the number of a group", why, near: [] });
  return undefined;
}

/** Nothing is counted as 0; entries of a map count too. */
function count(expr: Call, context: Context): Typed {
  const [arg] = expr.args;
  const typed = arg === undefined ? invalid(expr.span) : infer(arg, context);
  if (typed.kind === "invalid") return invalid(expr.span);
  const counted = typed.kind === "map" ? typed : asList(typed, context);
  if (counted === undefined) return reportNotIterable(typed, context);

  return { kind: "exact", span: expr.span, value: call("count", [counted.value]), nullable: false };
}

function ofBooleans(fn: string, expr: Call, context: Context): Typed {
  const list = listArgument(expr, context, "boolean");
  if (list === undefined) return invalid(expr.span);
  return {
    kind: "boolean",
    span: expr.span,
    value: call(fn, [list.value]),
    nullable: list.element?.nullable !== false,
  };
}

function sameElements(fn: string, expr: Call, context: Context): Typed {
  const list = listArgument(expr, context, undefined);
  return list === undefined ? invalid(expr.span) : { ...list, span: expr.span, value: call(fn, [list.value]) };
}

/** Elements without a type have no order, as with `<`. */
function sort(expr: Call, context: Context): Typed {
  const list = listArgument(expr, context, undefined);
  if (list === undefined) return invalid(expr.span);
  const kind = list.element?.kind;
  if (kind === "raw" || kind === "json") {
    context.sink.report("RDI2030", list.span, {
      what: "`sort` of values without a type",
      example: "sort([x as text for x in …])",
    });
    return invalid(expr.span);
  }
  return { ...list, span: expr.span, value: call("sort", [list.value]) };
}

function flatten(expr: Call, context: Context): Typed {
  const list = listArgument(expr, context, undefined);
  const element = list?.element;
  if (list === undefined || element === undefined) return invalid(expr.span);
  if (element.kind === "json") return { ...list, span: expr.span, value: call("flatten", [list.value]) };
  if (element.kind === "list")
    return { ...list, span: expr.span, value: call("flatten", [list.value]), element: element.element };
  context.sink.report("RDI2020", list.span, {
    found: `a list of ${describe(element.kind)}`,
    wanted: "a list of lists",
  });
  return invalid(expr.span);
}

function keys(expr: Call, context: Context): Typed {
  const object = objectArgument(expr.args[0], context);
  if (object === undefined) return invalid(expr.span);
  if (object.kind === "map") {
    const element: ElementType = { kind: object.names ?? "raw", nullable: false };
    return {
      kind: "list",
      span: expr.span,
      value: call("keys", [object.value]),
      nullable: object.nullable,
      element,
    };
  }
  const value = call("keys", [objectOf(object, context)]);
  return { kind: "list", span: expr.span, value, nullable: true, element: TEXTS };
}

function values(expr: Call, context: Context): Typed {
  const object = objectArgument(expr.args[0], context);
  if (object === undefined) return invalid(expr.span);
  const value = call("values", [objectOf(object, context)]);
  const element = object.kind === "map" ? object.element : JSON_ELEMENT;
  return { kind: "list", span: expr.span, value, nullable: object.nullable, element };
}

/** A JSON object as a map, which `for` and loops go over. */
function entries(expr: Call, context: Context): Typed {
  const object = objectArgument(expr.args[0], context);
  if (object === undefined || object.kind === "map") return object ?? invalid(expr.span);
  const value = call("asObject", [object.value], context.site);
  return { kind: "map", span: expr.span, value, nullable: object.nullable, element: JSON_ELEMENT, names: "text" };
}

function fromEntries(expr: Call, context: Context): Typed {
  const list = listArgument(expr, context, "json");
  if (list === undefined) return invalid(expr.span);
  return json(expr, call("fromEntries", [list.value], context.site), list.nullable);
}

function withNames(fn: "pick" | "without", expr: Call, context: Context): Typed {
  const object = objectArgument(expr.args[0], context);
  const names = expr.args[1] === undefined ? undefined : textList(expr.args[1], context);
  if (object === undefined || names === undefined) return invalid(expr.span);
  const value = call(fn, [objectOf(object, context), names.value]);
  return object.kind === "map" ? { ...object, span: expr.span, value } : json(expr, value, true);
}

function merge(expr: Call, context: Context): Typed {
  const [object, other] = expr.args.map((arg) => jsonArgument(arg, context));
  if (object === undefined || other === undefined) return invalid(expr.span);
  const value = call("merge", [objectOf(object, context), objectOf(other, context)]);
  return json(expr, value, object.nullable || other.nullable);
}

function has(expr: Call, context: Context): Typed {
  const [, second] = expr.args;
  const object = objectArgument(expr.args[0], context);
  const name = second === undefined ? undefined : requireText(infer(second, context), context);
  if (object === undefined || name === undefined || name.kind === "invalid") return invalid(expr.span);
  const value = call("has", [object.value, name.value]);
  return { kind: "boolean", span: expr.span, value, nullable: object.nullable || name.nullable };
}

/** An object, of which nothing else can be made. */
function json({ span }: Call, value: Typed["value"], nullable: boolean): Typed {
  return { kind: "json", span, value, nullable };
}

/** The first argument as a list, its elements of that kind. */
function listArgument(expr: Call, context: Context, to: ScalarKind | undefined): Typed | undefined {
  const [arg] = expr.args;
  return arg === undefined ? undefined : listOfKind(arg, to, context);
}

function listOfKind(arg: Expr, to: ScalarKind | undefined, context: Context): Typed | undefined {
  const typed = infer(arg, context);
  if (typed.kind === "invalid") return undefined;
  const list = listOperand(typed, context);
  if (list === undefined) {
    reportNotIterable(typed, context);
    return undefined;
  }
  return to === undefined ? list : to === "json" ? jsonList(list, context) : listWith(list, to, context);
}

function jsonList(list: Typed, context: Context): Typed | undefined {
  const { element } = list;
  if (element === undefined || element.kind === "json") return list;
  const name = context.job.claimLocal("x");
  const json = toJson(typedElement(element, parameter(name), list.span), context);
  if (json === undefined) {
    context.sink.report("RDI2020", list.span, { found: `a list of ${describe(element.kind)}`, wanted: "a JSON value" });
    return undefined;
  }
  const each: Value = { kind: "arrow", params: [name], body: json.value };
  const looped = (of: Value): Value => call("loop", [of, each]);
  const value = list.nullable ? unlessNull(list.value, looped, context) : looped(list.value);
  return { ...list, value, element: JSON_ELEMENT };
}

/** Names in a list, such as `["zip", "country"]`. */
function textList(arg: Expr, context: Context): Typed | undefined {
  if (arg.kind !== "list") return listOfKind(arg, "text", context);
  const names = arg.items.map((item) => constantText(item, { what: "a name", example: '"id"' }, context));
  if (names.includes(undefined)) return undefined;
  const items = names.flatMap((name) => (name === undefined ? [] : [literal(name)]));
  return { kind: "list", span: arg.span, value: { kind: "list", items }, nullable: false, element: TEXTS };
}

/** A map as it is; everything else must be JSON, and an object at run time. */
function objectArgument(arg: Expr | undefined, context: Context): Typed | undefined {
  if (arg === undefined) return undefined;
  const typed = infer(arg, context);
  return typed.kind === "map" ? typed : jsonArgument(arg, context);
}

/** A map as it is; a JSON value must be an object. */
function objectOf(typed: Typed, context: Context): Typed["value"] {
  return typed.kind === "map" ? typed.value : call("asObject", [typed.value], context.site);
}

function jsonArgument(arg: Expr | undefined, context: Context): Typed | undefined {
  if (arg === undefined) return undefined;
  const converted = convert(arg, { kind: "operand", to: "json" }, context);
  return converted.kind === "invalid" ? undefined : converted;
}
