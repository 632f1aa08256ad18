import type { JobPlan, StepPlan, Value } from "../plan/ir.ts";
import { blockOf, partsOf, valuesOfStep } from "../plan/parts.ts";
import type { RuntimeName } from "./runtime-names.ts";
import { valueName } from "./value-parameter.ts";

/** Names of the runtime that a job's module may import. A binder or a `let` of another name needs no other one. */
export function runtimeNamesIn(job: JobPlan): ReadonlySet<string> {
  const names = new Set<string>([...OF_THE_FRAME, valueName(job.read)]);
  const visit = (value: Value): void => {
    if (value.kind === "call" || value.kind === "constant") names.add(value.fn);
    if (value.kind === "function") names.add(value.name);
    if (value.kind === "path" || (value.kind === "field" && job.read.kind === "json")) names.add("path");
    if (value.kind === "field" && job.read.members === "all") names.add("entry");
    partsOf(value).forEach(visit);
  };
  const visitSteps = (steps: readonly StepPlan[]): void => {
    for (const step of steps) {
      valuesOfStep(step).forEach(visit);
      visitSteps(blockOf(step));
    }
  };
  visitSteps(job.body);
  for (const table of job.tables) {
    const outcomes = [table.onDelete, table.onExpire?.outcome].flatMap((one) =>
      one?.kind === "set" ? one.columns : [],
    );
    for (const { value } of [...table.columns, ...outcomes, ...(table.gone ?? [])]) visit(value);
  }
  return names;
}

/** What emission itself may mention. */
const OF_THE_FRAME: readonly RuntimeName[] = [
  "documentReader",
  "expiryOf",
  "hashMap",
  "jsonText",
  "lazy",
  "parseJson",
  "postgres",
  "rawList",
  "scoreMap",
  "shortestScore",
  "sites",
];
