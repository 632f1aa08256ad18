import type { JobPlan, StepPlan, Value } from "../plan/ir.ts";

/** What a mapping refers to, so that nothing unused is emitted. */
export interface Uses {
  readonly key: boolean;
  readonly captures: ReadonlySet<string>;
  readonly fields: boolean;
  readonly now: boolean;
  readonly locals: ReadonlySet<string>;
}

export function usesOf(job: JobPlan): Uses {
  const uses = { key: false, captures: new Set<string>(), fields: false, now: false, locals: new Set<string>() };
  const lets = new Map(letsOf(job.body));
  const visit = (value: Value): void => {
    switch (value.kind) {
      case "key":
        uses.key = true;
        return;
      case "capture":
        uses.captures.add(value.name);
        return;
      case "field":
        uses.fields = true;
        return;
      case "now":
        uses.now = true;
        return;
      case "local":
        if (uses.locals.has(value.local)) return;
        uses.locals.add(value.local);
        for (const definition of lets.get(value.local) ?? []) visit(definition);
        return;
      case "literal":
      case "bigint":
      case "function":
        return;
      case "call":
        value.args.forEach(visit);
        return;
      case "list":
        value.items.forEach(visit);
        return;
      case "thunk":
        visit(value.body);
        return;
    }
  };
  conditionsOf(job.body).forEach(visit);
  for (const table of job.tables) for (const column of table.columns) visit(column.value);
  return uses;
}

function conditionsOf(steps: readonly StepPlan[]): readonly Value[] {
  return steps.flatMap((step) => (step.kind === "where" ? [...step.conditions, ...conditionsOf(step.block)] : []));
}

/** Two blocks may each hold a `let` of one name. */
function letsOf(steps: readonly StepPlan[], found = new Map<string, Value[]>()): Map<string, readonly Value[]> {
  for (const step of steps) {
    if (step.kind === "where") letsOf(step.block, found);
    if (step.kind === "let") found.set(step.local, [...(found.get(step.local) ?? []), step.value]);
  }
  return found;
}
