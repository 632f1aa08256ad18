import type { Binary } from "../../grammar/ast.ts";
import type { Context } from "./context.ts";
import { convert } from "./convert.ts";
import { infer } from "./expression.ts";
import { describe, invalid, isUndecoded } from "./types.ts";
import type { Kind, ScalarKind, Typed } from "./types.ts";
import { call } from "./values.ts";

/** `left operator right` of these kinds. */
interface Rule {
  readonly left: ScalarKind;
  readonly operator: string;
  readonly right: ScalarKind;
  readonly result: ScalarKind;
  readonly fn: string;
  readonly rejects?: boolean;
  /** The runtime takes the right side first. */
  readonly turned?: boolean;
}

const RULES: readonly Rule[] = [
  { left: "timestamptz", operator: "+", right: "duration", result: "timestamptz", fn: "plusDuration" },
  { left: "timestamptz", operator: "-", right: "duration", result: "timestamptz", fn: "minusDuration" },
  { left: "timestamp", operator: "+", right: "duration", result: "timestamp", fn: "timestampPlusDuration" },
  { left: "timestamp", operator: "-", right: "duration", result: "timestamp", fn: "timestampMinusDuration" },
  { left: "date", operator: "+", right: "duration", result: "date", fn: "datePlusDuration", rejects: true },
  { left: "date", operator: "-", right: "duration", result: "date", fn: "dateMinusDuration", rejects: true },
  { left: "duration", operator: "+", right: "timestamptz", result: "timestamptz", fn: "plusDuration", turned: true },
  {
    left: "duration",
    operator: "+",
    right: "timestamp",
    result: "timestamp",
    fn: "timestampPlusDuration",
    turned: true,
  },
  { left: "timestamptz", operator: "-", right: "timestamptz", result: "duration", fn: "minusInstant" },
  { left: "timestamp", operator: "-", right: "timestamp", result: "duration", fn: "minusTimestamp" },
  { left: "date", operator: "-", right: "date", result: "duration", fn: "minusDate" },
  { left: "duration", operator: "+", right: "duration", result: "duration", fn: "addDuration" },
  { left: "duration", operator: "-", right: "duration", result: "duration", fn: "subtractDuration" },
  { left: "duration", operator: "*", right: "exact", result: "duration", fn: "multiplyDuration", rejects: true },
  {
    left: "exact",
    operator: "*",
    right: "duration",
    result: "duration",
    fn: "multiplyDuration",
    rejects: true,
    turned: true,
  },
];

/** Arithmetic of times and durations. Undefined when no time takes part. */
export function inferTimes(expr: Binary, context: Context): Typed | undefined {
  const left = infer(expr.left, context);
  const right = infer(expr.right, context);
  if (!isTime(left.kind) && !isTime(right.kind)) return undefined;
  if (left.kind === "invalid" || right.kind === "invalid") return invalid(expr.span);
  const rule = RULES.find((one) => one.operator === expr.operator && takes(left, one.left) && takes(right, one.right));
  return rule === undefined ? noRule(expr, isTime(right.kind) ? right : left, context) : applied(rule, expr, context);
}

/** A field or null becomes what the other side asks for; the first rule that fits is the commonest one. */
function takes({ kind }: Typed, wanted: ScalarKind): boolean {
  return kind === wanted || (wanted !== "duration" && (isUndecoded(kind) || kind === "null" || kind === "never"));
}

function isTime(kind: Kind): boolean {
  return kind === "timestamptz" || kind === "duration" || kind === "timestamp" || kind === "date" || kind === "time";
}

function applied(rule: Rule, expr: Binary, context: Context): Typed {
  const left = convert(expr.left, { kind: "operand", to: rule.left }, context);
  const right = convert(expr.right, { kind: "operand", to: rule.right }, context);
  if (left.kind === "invalid" || right.kind === "invalid") return invalid(expr.span);
  const args = rule.turned === true ? [right.value, left.value] : [left.value, right.value];
  return {
    kind: rule.result,
    span: expr.span,
    value: call(rule.fn, args, rule.rejects === true ? context.site : undefined),
    nullable: left.nullable || right.nullable,
  };
}

function noRule(expr: Binary, found: Typed, context: Context): Typed {
  context.sink.report("RDI2020", found.span, {
    found: describe(found.kind),
    wanted: "a number",
    why: "Times know `time ± duration`, `time - time` of one type, and `duration * number`.",
  });
  return invalid(expr.span);
}
