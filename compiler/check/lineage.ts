import type { Value } from "../plan/ir.ts";
import { partsOf } from "../plan/parts.ts";
import type { JobContext } from "./context.ts";

/** What a value is made of, as a user writes it: `fname`, `customer.id`, `items[].sku`, `@id`, `country.name`. Sorted. */
export function lineageOf(value: Value, job: JobContext): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const collect = (part: Value): void => {
    const name = nameOf(part, job);
    if (name !== undefined) found.add(name);
    else [...definitionOf(part, seen, job), ...partsOf(part)].forEach(collect);
  };
  collect(value);
  return [...found].sort();
}

/** What a `let` stands for, the first time that it is asked for. */
function definitionOf(value: Value, seen: Set<string>, job: JobContext): readonly Value[] {
  if (value.kind !== "local" || seen.has(value.local)) return [];
  seen.add(value.local);
  const definition = job.lets.get(value.local);
  return definition === undefined ? [] : [definition];
}

/** Of what is read as it is; undefined for what is computed. */
function nameOf(value: Value, job: JobContext): string | undefined {
  switch (value.kind) {
    case "field":
      return value.name;
    case "capture":
      return `@${value.name}`;
    case "key":
      return "@key";
    case "value":
      return "@value";
    case "expiry":
      return "@expires_at";
    case "parameter":
      return job.binders.get(value.local)?.text;
    case "local":
      return job.lookups.has(value.local) ? value.local : undefined;
    case "lookup":
    case "probe":
      return value.lookup;
    case "path": {
      const of = nameOf(value.of, job);
      return of === undefined ? undefined : `${of}${value.steps.map(stepText).join("")}`;
    }
    case "call": {
      const [object, step] = value.args;
      if (value.fn !== "entry" || object === undefined || step?.kind !== "literal") return undefined;
      const of = nameOf(object, job);
      return of === undefined ? undefined : `${of}.${String(step.value)}`;
    }
    default:
      return undefined;
  }
}

function stepText(step: string | number): string {
  return typeof step === "number" ? `[${step}]` : `.${step}`;
}

/** The fields or root members that a sensitive value is made of: "all" of them where it is made of the whole value. */
export function rootsOf(value: Value, job: JobContext): readonly string[] | "all" {
  const found = new Set<string>();
  const seen = new Set<string>();
  let whole = false;
  const visit = (part: Value): void => {
    if (part.kind === "field") found.add(part.name);
    if (part.kind === "value") whole = true;
    const source = part.kind === "parameter" ? job.binders.get(part.local)?.of : undefined;
    const sources = source === undefined || part.kind !== "parameter" || seen.has(part.local) ? [] : [source];
    if (part.kind === "parameter") seen.add(part.local);
    [...sources, ...definitionOf(part, seen, job), ...partsOf(part)].forEach(visit);
  };
  visit(value);
  return whole ? "all" : [...found].sort();
}
