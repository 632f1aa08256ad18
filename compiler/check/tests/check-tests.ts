import type { Step, StringLiteral, Test } from "../../../grammar/ast.ts";
import type { Span } from "../../../grammar/source.ts";
import { suggest } from "../../../grammar/suggest.ts";
import type { Story, StoryStep } from "../../../runtime/rehearse.ts";
import type { ValueKind } from "../../plan/ir.ts";
import { placeOf } from "../place.ts";
import type { Sink } from "../sink.ts";
import { checkValueKind } from "../value-kinds.ts";
import { constantOf, constantText, type Constant } from "./constants.ts";
import { expectationOf } from "./expectation.ts";
import { createGivenFields, type GivenFields } from "./given-fields.ts";
import { instantOf, instantText, START } from "./instants.ts";
import { storedValue } from "./stored-value.ts";
import { canHold, type TestedWorld } from "./world.ts";

/** The `test` blocks (§9 of the language), in the order of the text. Those with errors are reported and left out. */
export function checkTests(tests: readonly Test[], world: TestedWorld, sink: Sink): readonly Story[] {
  const first = new Map<string, Span>();
  const fields = createGivenFields();
  const stories = tests.flatMap((test) => {
    const title = constantText(test.title, "a test's name", sink);
    if (title === undefined) return [];
    const earlier = first.get(title);
    if (earlier !== undefined)
      sink.report("RDI2007", test.title.span, { what: "the test", name: title }, [
        { span: earlier, label: "first declared here" },
      ]);
    first.set(title, earlier ?? test.title.span);
    warnOfTheUnseen(test, sink);
    return checkTest(test, title, { world, sink, fields, now: START, present: new Map() }) ?? [];
  });
  fields.warn(sink);
  return stories;
}

interface Walk {
  readonly world: TestedWorld;
  readonly sink: Sink;
  readonly fields: GivenFields;
  now: bigint;
  /** When each key that is there expires. */
  readonly present: Map<string, bigint | undefined>;
}

function checkTest({ steps, title: { span } }: Test, title: string, walk: Walk): Story | undefined {
  const checked = steps.map((step) => {
    const found = checkStep(step, walk);
    return found === undefined ? undefined : { ...found, place: placeOf(step.span) };
  });
  return checked.every((step) => step !== undefined) ? { title, place: placeOf(span), steps: checked } : undefined;
}

type Checked<S = StoryStep> = S extends StoryStep ? Omit<S, "place"> : never;

function checkStep(step: Step, walk: Walk): Checked | undefined {
  switch (step.kind) {
    case "given":
      return checkGiven(step, walk);
    case "delete":
      return checkDelete(step.key, walk);
    case "at":
      return checkAt(step.time, walk);
    case "expect": {
      const { world, sink, now } = walk;
      const checkKey = (key: string, span: Span): void => warnOfStranger(key, span, walk);
      const expected = expectationOf(step.expectation, { world, sink, now, checkKey });
      return expected === undefined ? undefined : { kind: "expect", ...expected };
    }
  }
}

function checkGiven(step: Extract<Step, { kind: "given" }>, walk: Walk): Checked | undefined {
  const { sink, now } = walk;
  const kind = checkValueKind(step.system, sink);
  const key = constantText(step.key, "the key of a test", sink);
  const constant = constantOf(step.value, walk);
  if (kind === undefined || key === undefined || constant === undefined) return undefined;
  const value = storedValue(kind, constant, sink);
  const expire = step.expire?.micros;
  walk.present.set(key, expire === undefined ? undefined : now + expire);
  warnOfKey({ key, kind, constant, span: step.key.span, system: step.system.span }, walk);
  return value === undefined ? undefined : { kind: "given", key, value, expire };
}

interface GivenKey {
  readonly key: string;
  readonly kind: ValueKind;
  readonly constant: Constant;
  readonly span: Span;
  readonly system: Span;
}

function warnOfKey({ key, kind, constant, span, system }: GivenKey, walk: Walk): void {
  warnOfStranger(key, span, walk);
  const readers = walk.world.jobsOf(key);
  const seeing = readers.filter(({ plan }) => canHold(plan.read.kind, kind));
  const [blind] = readers;
  if (seeing.length === 0 && blind !== undefined && !walk.world.isLookedUp(key)) {
    const { name, read } = blind.plan;
    walk.sink.report("RDI2104", system, { kind, job: name, wanted: read.kind });
  }
  if (kind === "hash" || kind === "json") walk.fields.note(seeing, constant);
}

function warnOfStranger(key: string, span: Span, { world, sink }: Walk): void {
  if (world.jobsOf(key).length > 0 || world.isLookedUp(key)) return;
  const patterns = world.jobs.map(({ plan }) => plan.pattern.text);
  sink.report("RDI2103", span, { key, patterns: patterns.slice(0, MOST_PATTERNS), near: nearPatterns(key, patterns) });
}

const MOST_PATTERNS = 8;

/** By their first literals. */
function nearPatterns(key: string, patterns: readonly string[]): readonly string[] {
  const prefix = key.split(/[:/]/)[0] ?? key;
  const prefixes = new Map(patterns.map((pattern) => [pattern.split(/[:/{]/)[0] ?? pattern, pattern]));
  const same = prefixes.get(prefix);
  const near = [...(same === undefined ? [] : [prefix]), ...suggest(prefix, prefixes.keys())];
  return near.flatMap((one) => prefixes.get(one) ?? []).slice(0, 2);
}

function checkDelete(literal: StringLiteral, { sink, now, present }: Walk): Checked | undefined {
  const key = constantText(literal, "the key of a test", sink);
  if (key === undefined) return undefined;
  const expires = present.get(key);
  if (!present.has(key) || (expires !== undefined && expires <= now)) sink.report("RDI2111", literal.span, { key });
  present.delete(key);
  return { kind: "delete", key };
}

function checkAt(literal: StringLiteral, walk: Walk): Checked | undefined {
  const text = constantText(literal, "the time of a test", walk.sink);
  const instant = text === undefined ? undefined : instantOf(text);
  if (text === undefined || instant === undefined) {
    if (text !== undefined) walk.sink.report("RDI2108", literal.span, { text });
    return undefined;
  }
  if (instant < walk.now && walk.present.size > 0)
    walk.sink.report("RDI2109", literal.span, { now: instantText(walk.now) });
  walk.now = instant;
  return { kind: "at", instant };
}

function warnOfTheUnseen({ steps, title }: Test, sink: Sink): void {
  const last = steps.findLastIndex(({ kind }) => kind === "expect");
  const next = steps[last + 1];
  if (last < 0) sink.report("RDI2110", title.span, { steps: false });
  else if (next !== undefined) sink.report("RDI2110", next.span, { steps: true });
}
