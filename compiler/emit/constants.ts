import type { JobPlan, Value } from "../plan/ir.ts";
import { visitValues } from "../plan/parts.ts";
import type { NameScope } from "./names.ts";

export type ConstantValue = Extract<Value, { kind: "constant" }>;

/** What a module makes once, when it is loaded: compiled regular expressions, time zones. Equal ones are one. */
export interface Constants {
  nameOf(value: ConstantValue): string;
  /** In the order of their first use. */
  readonly all: readonly { readonly name: string; readonly value: ConstantValue }[];
}

/** Named before anything else in the mapping is, so that no `let` hides one. */
export function collectConstants(job: JobPlan, scope: NameScope): Constants {
  const byContent = new Map<string, { readonly name: string; readonly value: ConstantValue }>();
  visitValues(job, (value) => {
    if (value.kind !== "constant" || byContent.has(contentOf(value))) return;
    byContent.set(contentOf(value), { name: scope.claim(value.name), value });
  });
  return {
    nameOf(value) {
      const known = byContent.get(contentOf(value));
      if (known === undefined) throw new Error("the plan holds a constant that nobody has seen");
      return known.name;
    },
    all: [...byContent.values()],
  };
}

function contentOf({ fn, args }: ConstantValue): string {
  return JSON.stringify([fn, args]);
}
