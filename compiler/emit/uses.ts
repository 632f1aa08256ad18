import type { JobPlan, StepPlan, Value } from "../plan/ir.ts";
import { blockOf, partsOf, valuesOfStep } from "../plan/parts.ts";

/** What a mapping refers to, so that nothing unused is emitted. */
export interface Uses {
  readonly key: boolean;
  readonly expiry: boolean;
  readonly captures: ReadonlySet<string>;
  /** Whether the key's value is read. */
  readonly value: boolean;
  readonly now: boolean;
  readonly locals: ReadonlySet<string>;
  readonly lookups: boolean;
}

export function usesOf(job: JobPlan): Uses {
  const uses = {
    key: false,
    expiry: false,
    captures: new Set<string>(),
    value: false,
    now: false,
    locals: new Set<string>(),
    lookups: false,
  };
  const lets = letsOf(job.body);
  const visit = (value: Value): void => {
    if (value.kind === "key") uses.key = true;
    if (value.kind === "expiry") uses.expiry = true;
    if (value.kind === "capture") uses.captures.add(value.name);
    if (value.kind === "field" || value.kind === "value") uses.value = true;
    if (value.kind === "now") uses.now = true;
    if (value.kind === "lookup" || value.kind === "probe") uses.lookups = true;
    if (value.kind === "parameter") uses.locals.add(value.local);
    if (value.kind === "local" && !uses.locals.has(value.local)) {
      uses.locals.add(value.local);
      lets.get(value.local)?.forEach(visit);
    }
    partsOf(value).forEach(visit);
  };
  visitSteps(job.body, visit);
  for (const table of job.tables) {
    // What a removal writes is made of the same captures.
    const outcomes = [table.onDelete, table.onExpire?.outcome].flatMap((one) =>
      one?.kind === "set" ? one.columns : [],
    );
    for (const { value } of [...outcomes, ...(table.gone ?? [])]) visitCaptures(value, uses);
  }
  for (const { gone = [] } of job.keys) for (const { value } of gone) visitCaptures(value, uses);
  return uses;
}

/** Everything but lets, which count where they are used. */
function visitSteps(steps: readonly StepPlan[], visit: (value: Value) => void): void {
  for (const step of steps) {
    if (step.kind !== "let") valuesOfStep(step).forEach(visit);
    visitSteps(blockOf(step), visit);
  }
}

function visitCaptures(value: Value, uses: { key: boolean; readonly captures: Set<string> }): void {
  if (value.kind === "key") uses.key = true;
  if (value.kind === "capture") uses.captures.add(value.name);
  partsOf(value).forEach((part) => visitCaptures(part, uses));
}

/** Two blocks may each hold a `let` of one name. */
function letsOf(steps: readonly StepPlan[], found = new Map<string, Value[]>()): Map<string, readonly Value[]> {
  for (const step of steps) {
    letsOf(blockOf(step), found);
    if (step.kind === "let") found.set(step.local, [...(found.get(step.local) ?? []), step.value]);
  }
  return found;
}
