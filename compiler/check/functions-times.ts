import type { Call, Expr } from "../../grammar/ast.ts";
import type { Value } from "../plan/ir.ts";
import { coerce } from "./coerce.ts";
import type { Context } from "./context.ts";
import { convert } from "./convert.ts";
import { infer } from "./expression.ts";
import { snippet } from "./mismatch.ts";
import { moduleConstant, wordConstant } from "./module-constants.ts";
import type { ConstantKind } from "./module-constants.ts";
import {
  CLOCK_PARTS,
  DATE_PARTS,
  DATE_UNITS,
  formatHasOffset,
  parseFormatProblem,
  TIME_PARTS,
  TIME_UNITS,
  timeFormatProblem,
  zoneProblem,
} from "./time-formats.ts";
import { describe, invalid, isUndecoded } from "./types.ts";
import type { ScalarKind, Typed } from "./types.ts";
import { unify } from "./unify.ts";
import { call, literal } from "./values.ts";

type Rule = (expr: Call, context: Context) => Typed;

/** Functions of times whose result depends on the kind of time. */
export const TIME_FUNCTIONS: readonly (readonly [string, Rule])[] = [
  ["parse_time", parseTime],
  ["format_time", formatTime],
  [
    "date_of",
    (expr, context) =>
      inZone(expr, context, { timestamptz: ["dateOf", "date"], timestamp: ["dateOfTimestamp", "date"] }),
  ],
  [
    "time_of",
    (expr, context) =>
      inZone(expr, context, { timestamptz: ["timeOf", "time"], timestamp: ["timeOfTimestamp", "time"] }),
  ],
  ["start_of", startOf],
  ["extract", extract],
  [
    "seconds_between",
    (expr, context) => between(expr, context, { timestamptz: "secondsBetween", timestamp: "secondsBetween" }),
  ],
  [
    "days_between",
    (expr, context) =>
      between(expr, context, { timestamptz: "daysBetween", timestamp: "daysBetween", date: "daysBetweenDates" }),
  ],
];

const ZONE: ConstantKind = {
  what: "a time zone",
  example: '"Europe/Berlin"',
  problem: zoneProblem,
  known: () => Intl.supportedValuesOf("timeZone"),
  fn: "zone",
  name: "timeZone",
};
const FORMAT: ConstantKind = {
  what: "a time format",
  example: '"yyyy-MM-dd HH:mm:ss"',
  problem: timeFormatProblem,
  fn: "timeFormat",
  name: "format",
};
const PARSED: ConstantKind = { ...FORMAT, problem: parseFormatProblem };

function parseTime(expr: Call, context: Context): Typed {
  const [first, second, third] = expr.args;
  if (first === undefined || second === undefined) return invalid(expr.span);
  const text = convert(first, { kind: "operand", to: "text" }, context);
  const format = moduleConstant(second, PARSED, context);
  const offset = format?.kind === "constant" && formatHasOffset(textOf(format));
  if (third === undefined && format !== undefined && !offset) return needsZone(expr, context);
  const zone = third === undefined ? literal(null) : zoneOf(third, context);
  if (text.kind === "invalid" || format === undefined || zone === undefined) return invalid(expr.span);
  const value = call("parseTime", [text.value, format, zone], context.site);
  return { kind: "timestamptz", span: expr.span, value, nullable: text.nullable || isComputed(zone) };
}

function textOf(format: Extract<Value, { kind: "constant" }>): string {
  const [text] = format.args;
  return text?.kind === "literal" ? String(text.value) : "";
}

function formatTime(expr: Call, context: Context): Typed {
  const [first, second, third] = expr.args;
  if (first === undefined || second === undefined) return invalid(expr.span);
  const time = convert(first, { kind: "operand", to: "timestamptz" }, context);
  const format = moduleConstant(second, FORMAT, context);
  if (third === undefined) return needsZone(expr, context);
  const zone = zoneOf(third, context);
  if (time.kind === "invalid" || format === undefined || zone === undefined) return invalid(expr.span);
  const value = call("printTime", [time.value, format, zone]);
  return { kind: "text", span: expr.span, value, nullable: time.nullable || isComputed(zone) };
}

/** The runtime's functions, and what they give, by the kind of time. */
type Functions = Readonly<Partial<Record<ScalarKind, readonly [string, ScalarKind]>>>;

function inZone(expr: Call, context: Context, functions: Functions): Typed {
  const [first, second] = expr.args;
  return ofTime(expr, first, { context, functions, zone: second, before: [], behind: [] });
}

function startOf(expr: Call, context: Context): Typed {
  const [first, second, third] = expr.args;
  if (first === undefined || second === undefined) return invalid(expr.span);
  const words = infer(first, context).kind === "date" ? DATE_UNITS : TIME_UNITS;
  const unit = wordConstant(second, "a unit of time", words, context);
  if (unit === undefined) return invalid(expr.span);
  const functions: Functions = {
    timestamptz: ["startOf", "timestamptz"],
    timestamp: ["startOfTimestamp", "timestamp"],
    date: ["startOfDate", "date"],
  };
  return ofTime(expr, first, { context, functions, zone: third, before: [], behind: [literal(unit)] });
}

function extract(expr: Call, context: Context): Typed {
  const [first, second, third] = expr.args;
  if (first === undefined || second === undefined) return invalid(expr.span);
  const { kind } = infer(first, context);
  const words = kind === "date" ? DATE_PARTS : kind === "time" ? CLOCK_PARTS : TIME_PARTS;
  const part = wordConstant(second, "a part of a time", words, context);
  if (part === undefined) return invalid(expr.span);
  const functions: Functions = {
    timestamptz: ["extract", "exact"],
    timestamp: ["extractOfTimestamp", "exact"],
    date: ["extractOfDate", "exact"],
    time: ["extractOfTime", "exact"],
  };
  return ofTime(expr, first, { context, functions, zone: third, before: [literal(part)], behind: [] });
}

interface TimeCall {
  readonly context: Context;
  readonly functions: Functions;
  readonly zone: Expr | undefined;
  readonly before: readonly Value[];
  readonly behind: readonly Value[];
}

/** Undecoded values are instants. Only an instant needs a zone, and it needs one. */
function ofTime(expr: Call, time: Expr | undefined, { context, functions, zone, before, behind }: TimeCall): Typed {
  if (time === undefined) return invalid(expr.span);
  const inferred = infer(time, context);
  if (inferred.kind === "invalid") return inferred;
  const kind = isUndecoded(inferred.kind) || inferred.kind === "null" ? "timestamptz" : (inferred.kind as ScalarKind);
  const found = functions[kind];
  if (found === undefined) {
    const wanted = Object.keys(functions).map((name) => `a \`${name}\``);
    context.sink.report("RDI2020", inferred.span, { found: describe(inferred.kind), wanted: wanted.join(" or ") });
    return invalid(expr.span);
  }
  if (kind === "timestamptz" && zone === undefined) return needsZone(expr, context);
  if (kind !== "timestamptz" && zone !== undefined) return needsNoZone(expr, zone, context);
  const converted = convert(time, { kind: "operand", to: kind }, context);
  const zones = zone === undefined ? [] : [zoneOf(zone, context)];
  if (converted.kind === "invalid" || zones.includes(undefined)) return invalid(expr.span);
  const known = zones.flatMap((one) => (one === undefined ? [] : [one]));
  const [fn, result] = found;
  const value = call(fn, [...before, converted.value, ...behind, ...known]);
  return { kind: result, span: expr.span, value, nullable: converted.nullable || known.some(isComputed) };
}

function needsZone(expr: Call, context: Context): Typed {
  const text = snippet(expr.span).replace(/\)$/, "");
  context.sink.report("RDI2030", expr.span, { what: "the clock on the wall", example: `${text}, "Europe/Amsterdam")` });
  return invalid(expr.span);
}

function needsNoZone(expr: Call, zone: Expr, context: Context): Typed {
  context.sink.report("RDI2020", zone.span, {
    found: "a time zone",
    wanted: "nothing",
    why: "Only a `timestamptz` needs a zone; dates, times and timestamps have no offset.",
  });
  return invalid(expr.span);
}

/** A constant is prepared once; a zone that a key names is looked up for it. */
function zoneOf(expr: Expr, context: Context): Value | undefined {
  const typed = infer(expr, context);
  if (typed.constant?.kind === "text") return moduleConstant(expr, ZONE, context);
  const text = coerce(typed, { kind: "operand", to: "text" }, context);
  return text.kind === "invalid" ? undefined : call("zoneOf", [text.value], context.site);
}

function isComputed(zone: Value): boolean {
  return zone.kind === "call";
}

function between(expr: Call, context: Context, functions: Readonly<Partial<Record<ScalarKind, string>>>): Typed {
  const { kind, operands } = unify(expr.args, expr, context);
  if (kind === "invalid") return invalid(expr.span);
  const to = isUndecoded(kind) || kind === "null" ? "timestamptz" : (kind as ScalarKind);
  const fn = functions[to];
  const converted = operands.map((operand) => coerce(operand, { kind: "operand", to }, context));
  const [from, until] = converted;
  if (fn === undefined) {
    const wanted = Object.keys(functions).map((name) => `a \`${name}\``);
    context.sink.report("RDI2020", operands[0]?.span ?? expr.span, {
      found: describe(kind),
      wanted: wanted.join(" or "),
    });
    return invalid(expr.span);
  }
  if (from === undefined || until === undefined || converted.some((one) => one.kind === "invalid"))
    return invalid(expr.span);
  const nullable = from.nullable || until.nullable;
  return { kind: "exact", span: expr.span, value: call(fn, [from.value, until.value]), nullable };
}
