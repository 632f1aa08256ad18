import type { LookupPlan, ReadPlan, StepPlan, Value, ValueKind } from "../plan/ir.ts";
import { partsOf } from "../plan/parts.ts";
import type { JobContext } from "./context.ts";

/** What a job reads of its keys and of other ones. */
export interface Reads {
  readonly members: ReadPlan["members"];
  readonly expiry: boolean;
  /** In the order of the text; those that nothing uses are left out. */
  readonly lookups: readonly LookupPlan[];
}

type Path = readonly string[];

/** Uses of one value: whole, or some paths into it. */
interface Uses {
  readonly paths: Path[];
  whole: boolean;
  /** Whether it is there is asked. */
  asked: boolean;
  probed: boolean;
}

/** Walks what the body evaluates, in its order, through the lets that are used. */
export function readsOf(kind: ValueKind, body: readonly StepPlan[], job: JobContext): Reads {
  const own = noUses();
  const others = new Map([...job.lookups.keys()].map((name) => [name, noUses()]));
  const state: Walk = { own, others, job, seen: new Set(), expiry: false };
  body.forEach((step) => walkStep(step, state));
  const lookups = [...job.lookups.values()].flatMap((plan) => {
    const uses = others.get(plan.name) ?? noUses();
    if (!uses.asked && !uses.probed) return [];
    return [{ ...plan, members: uses.asked ? membersOf(plan.kind, uses) : undefined, probed: uses.probed }];
  });
  return { members: membersOf(kind, own), expiry: state.expiry, lookups };
}

interface Walk {
  readonly own: Uses;
  readonly others: ReadonlyMap<string, Uses>;
  readonly job: JobContext;
  readonly seen: Set<string>;
  expiry: boolean;
}

function noUses(): Uses {
  return { paths: [], whole: false, asked: false, probed: false };
}

function membersOf(kind: ValueKind, { paths, whole }: Uses): ReadPlan["members"] {
  if (whole) return "all";
  return kind === "hash" || kind === "json" ? withoutLonger(paths) : [];
}

/** A path whose beginning is there too adds nothing. */
function withoutLonger(paths: readonly Path[]): readonly Path[] {
  return paths.filter((path, index) => {
    return !paths.some((other, at) => {
      const begins = other.length <= path.length && other.every((step, n) => step === path[n]);
      return begins && (other.length < path.length || at < index);
    });
  });
}

function walkStep(step: StepPlan, state: Walk): void {
  switch (step.kind) {
    case "let":
      return;
    case "skip":
      return walk(step.condition, state);
    case "where":
      step.conditions.forEach((condition) => walk(condition, state));
      return step.block.forEach((inner) => walkStep(inner, state));
    case "for":
      walk(step.of, state);
      return step.block.forEach((inner) => walkStep(inner, state));
    case "into":
      return step.columns.forEach(({ value }) => walk(value, state));
  }
}

function walk(value: Value, state: Walk): void {
  if (readsMember(value, state)) return;
  switch (value.kind) {
    case "field":
      state.own.paths.push([value.name]);
      return;
    case "value":
      state.own.whole = true;
      return;
    case "expiry":
      state.expiry = true;
      return;
    case "local":
      return walkLocal(value.local, state);
    case "probe": {
      const uses = state.others.get(value.lookup);
      if (uses !== undefined) uses.probed = true;
      break;
    }
    default:
  }
  partsOf(value).forEach((part) => walk(part, state));
}

function walkLocal(local: string, state: Walk): void {
  const uses = state.others.get(local);
  if (uses !== undefined) uses.whole = uses.asked = true;
  walkDefinition(local, state);
}

function walkDefinition(local: string, state: Walk): void {
  const definition = state.job.lets.get(local);
  if (definition === undefined || state.seen.has(local)) return;
  state.seen.add(local);
  walk(definition, state);
}

/** True for a value that needs only a part of what it is read from. */
function readsMember(value: Value, state: Walk): boolean {
  if (value.kind === "path") {
    const steps = namesOf(value.steps);
    if (value.of.kind === "field") {
      state.own.paths.push([value.of.name, ...steps]);
      return true;
    }
    return value.of.kind === "local" && steps.length > 0 && readsOther(value.of.local, steps, state);
  }
  if (value.kind !== "call") return false;
  const [object, name] = value.args;
  if (object?.kind !== "local" || name?.kind !== "literal") return false;
  if (value.fn === "entry" && typeof name.value === "string") return readsOther(object.local, [name.value], state);
  return value.fn === "same" && name.value === null && readsOther(object.local, undefined, state);
}

function readsOther(local: string, path: Path | undefined, state: Walk): boolean {
  const uses = state.others.get(local);
  if (uses === undefined) return false;
  uses.asked = true;
  if (path !== undefined) uses.paths.push(path);
  walkDefinition(local, state);
  return true;
}

/** Up to the first position. */
function namesOf(steps: readonly (string | number)[]): readonly string[] {
  const end = steps.findIndex((step) => typeof step === "number");
  return (end < 0 ? steps : steps.slice(0, end)).map(String);
}
