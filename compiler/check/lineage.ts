import type { Value } from "../plan/ir.ts";
import { partsOf } from "../plan/parts.ts";
import type { JobContext } from "./context.ts";

/** What a value is made of, as a user writes it: `fname`, `customer.id`, `items[].sku`, `@id`, `country.name`. Sorted. */
export function lineageOf(value: Value, job: JobContext): readonly string[] {
  const found = new Set<string>();
  collect(value, found, job);
  return [...found].sort();
}

function collect(value: Value, found: Set<string>, job: JobContext): void {
  const name = nameOf(value, job);
  if (name !== undefined) {
    found.add(name);
    return;
  }
  const definition = value.kind === "local" ? job.lets.get(value.local) : undefined;
  if (definition !== undefined) collect(definition, found, job);
  partsOf(value).forEach((part) => collect(part, found, job));
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
  return addRoots(value, found, job) ? "all" : [...found].sort();
}

/** True when the whole value takes part. */
function addRoots(value: Value, found: Set<string>, job: JobContext): boolean {
  if (value.kind === "field") found.add(value.name);
  if (value.kind === "value") return true;
  const source = value.kind === "parameter" ? job.binders.get(value.local)?.of : undefined;
  const definition = value.kind === "local" ? job.lets.get(value.local) : undefined;
  const parts = [...partsOf(value), ...[source, definition].filter((part) => part !== undefined)];
  return parts.map((part) => addRoots(part, found, job)).includes(true);
}
