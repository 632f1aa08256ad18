import type { Arm, CaseExpr, Expr } from "../../grammar/ast.ts";
import type { Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { condition } from "./expression-logic.ts";
import { requireText } from "./text-of.ts";
import { invalid } from "./types.ts";
import type { Typed } from "./types.ts";
import { alternatives, unify } from "./unify.ts";
import { call, isName, literal, parameter } from "./values.ts";

/** The type of all arms, without a wish from outside. */
export function inferCase(expr: CaseExpr, context: Context): Typed {
  const results = resultsOf(expr);
  const { kind, operands } = alternatives(unify(results, expr, context), context);
  if (kind === "invalid") {
    testsOf(expr, context);
    return invalid(expr.span);
  }
  return chooseArm(expr, operands, context);
}

export function resultsOf(expr: CaseExpr): readonly Expr[] {
  const arms = expr.arms.map((arm) => arm.result);
  return expr.otherwise === undefined ? arms : [...arms, expr.otherwise];
}

/** The first arm whose test holds, with results that have one representation. A value that no arm takes rejects the key. */
export function chooseArm(expr: CaseExpr, results: readonly Typed[], context: Context): Typed {
  const tests = testsOf(expr, context);
  const broken = results.some(({ kind }) => kind === "invalid") || tests === undefined;
  if (broken) return invalid(expr.span);
  const otherwise = expr.otherwise === undefined ? nothing(context) : (results.at(-1)?.value ?? literal(null));
  const chain = tests.conditions.reduceRight<Value>((rest, test, index) => {
    return { kind: "choice", test, then: results[index]?.value ?? literal(null), otherwise: rest };
  }, otherwise);
  const value = tests.bind(chain);
  const typed = results.find(({ kind }) => kind !== "null" && kind !== "never") ?? results[0];
  const { kind = "null", element, names } = typed ?? {};
  const common: Typed = {
    kind,
    span: expr.span,
    value,
    nullable: results.some((result) => result.nullable),
    inexact: results.some((result) => result.inexact === true),
    element,
    names,
  };
  return kind === "raw" || kind === "json" ? { ...common, raw: value } : common;
}

function nothing(context: Context): Value {
  return call("noArm", [], context.site);
}

interface Tests {
  readonly conditions: readonly Value[];
  /** Binds the subject, so that it is computed once. */
  readonly bind: (chain: Value) => Value;
}

function testsOf(expr: CaseExpr, context: Context): Tests | undefined {
  const { subject } = expr;
  if (subject === undefined) return conditionsOf(expr.arms, context);
  const tests = expr.arms.flatMap((arm) => arm.tests);
  const { kind, operands } = unify([subject, ...tests], expr, context);
  const typed = kind === "raw" ? operands.map((operand) => requireText(operand, context)) : operands;
  const [value, ...values] = typed;
  if (value === undefined || kind === "invalid" || typed.some((one) => one.kind === "invalid")) return undefined;
  const name = isName(value.value) ? undefined : context.job.claimLocal("subject");
  const compared = name === undefined ? value.value : parameter(name);
  let next = 0;
  const conditions = expr.arms.map((arm) => {
    const own = values.slice(next, (next += arm.tests.length));
    return anyOf(own.map((one) => call("same", [compared, one.value])));
  });
  const bind = (chain: Value): Value =>
    name === undefined ? chain : call("given", [value.value, { kind: "arrow", params: [name], body: chain }]);
  return { conditions, bind };
}

function conditionsOf(arms: readonly Arm[], context: Context): Tests | undefined {
  const conditions = arms.map((arm) => {
    const typed = arm.tests.map((test) => condition(test, context));
    if (typed.some(({ kind }) => kind === "invalid")) return undefined;
    return anyOf(typed.map(({ value, nullable }) => (nullable ? call("holds", [value]) : value)));
  });
  const known = conditions.filter((one) => one !== undefined);
  return known.length < conditions.length ? undefined : { conditions: known, bind: (chain) => chain };
}

/** Tests of one arm, each a boolean that is never null: the first that holds is enough. */
function anyOf(tests: readonly Value[]): Value {
  return tests.reduceRight((rest, test) => ({ kind: "choice", test, then: literal(true), otherwise: rest }));
}
