import type { JobPlan, StepPlan, Value } from "./ir.ts";

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

/** Every step, at any depth, in the order of the text. */
export function allSteps(steps: readonly StepPlan[]): readonly StepPlan[] {
  return steps.flatMap((step) => [step, ...allSteps(blockOf(step))]);
}

/** All values that a job's module may print, parts included. */
export function visitValues(job: JobPlan, visit: (value: Value) => void): void {
  const deep = (value: Value): void => {
    visit(value);
    partsOf(value).forEach(deep);
  };
  for (const step of allSteps(job.body)) valuesOfStep(step).forEach(deep);
  for (const { columns, onDelete, onExpire, gone = [] } of job.tables) {
    const outcomes = [onDelete, onExpire?.outcome].flatMap((one) => (one?.kind === "set" ? one.columns : []));
    for (const { value } of [...columns, ...outcomes, ...gone]) deep(value);
  }
  for (const { gone = [] } of job.keys) for (const { value } of gone) deep(value);
}
