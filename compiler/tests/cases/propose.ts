import type { Story, StoryOutcome, StoryStep } from "../../../runtime/rehearse.ts";
import type { JobPlan } from "../../plan/ir.ts";
import { findBase } from "./find-base.ts";
import { slotsOf, valueOf, type Filling, type Slot } from "./slots.ts";
import { edgesOf, keyOf, UNTYPED } from "./values.ts";

export type Run = (story: Story) => Promise<StoryOutcome>;

/** A test that is worth having, with what came of it. */
export interface ProposedCase {
  readonly title: string;
  readonly steps: readonly StoryStep[];
  readonly key: string;
  readonly job: JobPlan;
  readonly outcome: StoryOutcome;
  /** What came of an ordinary value. */
  readonly ordinary: StoryOutcome;
}

/** The targets whose keys the job writes. What is in them is looked at behind the job's tables, in this order. */
export function keyTargetsOf({ keys }: JobPlan): readonly string[] {
  return [...new Set(keys.map(({ target }) => target))];
}

/** Edge cases of a job, from its columns' types; none where no value is found that its mapping takes. */
export async function proposeCases(job: JobPlan, run: Run): Promise<readonly ProposedCase[]> {
  const key = keyOf(job.pattern, 7);
  const attempt = async (filling: Filling): Promise<StoryOutcome | undefined> => {
    const steps = givenSteps(job, key, filling);
    return steps === undefined ? undefined : run(storyOf("", steps, job));
  };
  const base = await findBase(job, attempt);
  if (base === undefined) return [];
  const cases: ProposedCase[] = [];
  for (const { what, steps } of variationsOf(job, key, base)) {
    const title = `${job.name}: ${what}`;
    const outcome = await run(storyOf(title, steps, job));
    cases.push({ title, steps, key, job, outcome, ordinary: cases[0]?.outcome ?? outcome });
  }
  return cases;
}

interface Variation {
  readonly what: string;
  readonly steps: readonly StoryStep[];
}

function variationsOf(job: JobPlan, key: string, base: Filling): readonly Variation[] {
  const given = givenSteps(job, key, base) ?? [];
  const slots = slotsOf(job);
  const changed = (what: string, filling: Filling): readonly Variation[] => {
    const steps = givenSteps(job, key, filling);
    return steps === undefined ? [] : [{ what, steps }];
  };
  return [
    { what: "an ordinary value", steps: given },
    ...slots.flatMap(({ name }) => changed(`${name} is missing`, new Map([...base, [name, undefined]]))),
    ...slots.flatMap((slot) =>
      edgesFor(slot).flatMap(({ what, value }) =>
        changed(`${slot.name} ${what}`, new Map([...base, [slot.name, value]])),
      ),
    ),
    { what: "the key is deleted", steps: [...given, { kind: "delete", key, place: NOWHERE }] },
    ...(expires(job) ? [{ what: "the key expires", steps: expiring(given) }] : []),
  ];
}

/** Only of columns that hold the slot's value as it is. What becomes a Redis key has no type that would tell more. */
function edgesFor({ columns }: Slot) {
  if (columns.length === 0) return UNTYPED;
  const [column] = columns.filter(({ fields }) => fields.length === 1);
  return column === undefined ? [] : edgesOf(column);
}

function expires({ read, tables }: JobPlan): boolean {
  return read.expiry || tables.some(({ onExpire }) => onExpire !== undefined);
}

const HOUR = 3_600_000_000n;
/** An hour and a half behind the beginning: 2026-01-01T01:30:00Z. */
const LATER = 1_767_231_000_000_000n;

function expiring(given: readonly StoryStep[]): readonly StoryStep[] {
  const steps = given.map((step) => (step.kind === "given" ? { ...step, expire: HOUR } : step));
  return [...steps, { kind: "at", instant: LATER, place: NOWHERE }];
}

function givenSteps(job: JobPlan, key: string, filling: Filling): readonly StoryStep[] | undefined {
  const value = valueOf(job, filling);
  return value === undefined ? undefined : [{ kind: "given", key, value, expire: undefined, place: NOWHERE }];
}

const NOWHERE = { file: "", line: 0 };

/** Looks at all tables and keys, expecting nothing. */
function storyOf(title: string, steps: readonly StoryStep[], job: JobPlan): Story {
  const rows = job.tables.map(({ target, schema, table }): StoryStep => {
    return { kind: "expect", what: "rows", name: table, target, schema, table, rows: [], place: NOWHERE };
  });
  const keys = keyTargetsOf(job).map((target): StoryStep => {
    return { kind: "expect", what: "key", target, key: "", value: undefined, sensitive: false, place: NOWHERE };
  });
  return { title, place: NOWHERE, steps: [...steps, ...rows, ...keys] };
}
