import type { Name } from "../../../grammar/ast.ts";
import { suggest } from "../../../grammar/suggest.ts";
import type { TargetPlan } from "../../plan/ir.ts";
import type { ExpectationContext } from "./expectation.ts";

/** The target that an `expect` names; undefined where there is none, or none that has such a thing, which is reported. */
export function checkTestedTarget(
  { text, span }: Name,
  destination: "table" | "key",
  { world, sink }: Pick<ExpectationContext, "world" | "sink">,
): TargetPlan | undefined {
  const known = world.targets.find(({ name }) => name === text);
  if (known === undefined) {
    const names = world.targets.map(({ name }) => name);
    sink.report("RDI2006", span, { name: text, known: names, near: suggest(text, names) });
    return undefined;
  }
  if ((known.system === "redis") === (destination === "key")) return known;
  sink.report("RDI2082", span, { clause: "expect", target: text, system: known.system, destination });
  return undefined;
}
