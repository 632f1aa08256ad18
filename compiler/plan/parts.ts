import type { StepPlan, Value } from "./ir.ts";

/** The values that a value is made of. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case "call":
    case "constant":
      return value.args;
    case "thunk":
    case "arrow":
      return [value.body];
    case "list":
      return value.items;
    case "path":
      return [value.of];
    case "lookup":
      return [value.key];
    case "probe":
      return [value.key, value.member];
    case "choice":
      return [value.test, value.then, value.otherwise];
    default:
      return [];
  }
}

/** What a step evaluates by itself, without the steps in its block. */
export function valuesOfStep(step: StepPlan): readonly Value[] {
  switch (step.kind) {
    case "let":
      return [step.value];
    case "where":
      return step.conditions;
    case "skip":
      return [step.condition];
    case "for":
      return [step.of];
    case "into":
      return step.columns.map(({ value }) => value);
  }
}

/** The steps in a step's block. */
export function blockOf(step: StepPlan): readonly StepPlan[] {
  return step.kind === "where" || step.kind === "for" ? step.block : [];
}
