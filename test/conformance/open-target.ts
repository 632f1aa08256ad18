import type { TableTargetPlan } from "../../compiler/plan/ir.ts";
import * as systems from "../../runtime/sinks/systems.ts";
import type { Target } from "../../runtime/target.ts";

interface TableSystem {
  target(settings: object): Target;
}

const SYSTEMS: Readonly<Record<string, TableSystem>> = systems;

/** As `worker.ts` would make it. */
export function targetOf({ name, system, url, schema, options }: TableTargetPlan): Target {
  const known = SYSTEMS[system];
  if (known === undefined) throw new Error(`the runtime has no targets of the kind ${system}`);
  return known.target({ name, url, schema, ...options });
}
