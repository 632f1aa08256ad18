import type { Job } from "../job.ts";
import { instant, type Instant } from "../values/instant.ts";
import type { Cell } from "./cells.ts";
import { compareRows, type Columns, type RowDifference } from "./compare-rows.ts";
import { tablesOf } from "./destination-model.ts";
import type { ProjectFacts } from "./facts.ts";
import { createStage, type Refusal, type Stage } from "./stage.ts";
import type { Expected, Story, StoryPlace, StoryStep } from "./story.ts";

export interface StoryOutcome {
  readonly title: string;
  readonly place: StoryPlace;
  readonly milliseconds: number;
  /** None where it passed. */
  readonly failures: readonly Failure[];
  /** Keys that were refused at the end: often why something else is not as expected. */
  readonly refused: readonly RefusedKey[];
  /** What each expectation looked at, unmasked. */
  readonly looks: readonly Look[];
}

export interface RefusedKey {
  readonly key: string;
  readonly refusals: readonly Refusal[];
}

export type Failure = { readonly place: StoryPlace } & (
  | { readonly what: "rows"; readonly table: string; readonly differences: readonly RowDifference[] }
  | { readonly what: "rejected"; readonly key: string; readonly code: string; readonly found: readonly Refusal[] }
);

export type Look = { readonly place: StoryPlace } & (
  | { readonly what: "rows"; readonly rows: readonly Readonly<Record<string, Cell>>[] }
  | { readonly what: "rejected"; readonly codes: readonly string[] }
);

export interface Rehearsed {
  readonly facts: ProjectFacts;
  readonly jobs: readonly Job[];
  /** µs: the clock of a test without `at`. */
  readonly start: bigint;
}

/** Runs one test from an empty Redis and empty tables. */
export async function runStory({ facts, jobs, start }: Rehearsed, story: Story): Promise<StoryOutcome> {
  const began = performance.now();
  const stage = createStage({ facts, jobs, start: instant(start) });
  const failures: Failure[] = [];
  const looks: Look[] = [];
  for (const step of story.steps) {
    if (step.kind !== "expect") {
      await take(step, stage);
      continue;
    }
    const { look, failure } = lookAt({ step, stage, facts, jobs });
    looks.push(look);
    if (failure !== undefined) failures.push(failure);
  }
  const refused = stage.refusedKeys().map((key) => ({ key, refusals: stage.refusals(key) }));
  const { title, place } = story;
  return { title, place, milliseconds: performance.now() - began, failures, refused, looks };
}

async function take(step: Exclude<StoryStep, { kind: "expect" }>, stage: Stage): Promise<void> {
  switch (step.kind) {
    case "given":
      return stage.given(step.key, step.value, step.expire);
    case "delete":
      return stage.delete(step.key);
    case "at":
      return stage.setClock(timeOf(step.instant));
  }
}

interface Expectation {
  readonly step: Expected & { readonly place: StoryPlace };
  readonly stage: Stage;
  readonly facts: ProjectFacts;
  readonly jobs: readonly Job[];
}

interface Seen {
  readonly look: Look;
  readonly failure: Failure | undefined;
}

function lookAt({ step, stage, facts, jobs }: Expectation): Seen {
  const { place } = step;
  if (step.what === "rejected") {
    const { key, code } = step;
    const found = stage.refusals(key);
    const isThere = found.some((one) => one.code === code);
    const look: Look = { place, what: "rejected", codes: found.map((one) => one.code) };
    return { look, failure: isThere ? undefined : { place, what: "rejected", key, code, found } };
  }
  const { name, target, schema, table, rows } = step;
  const actual = stage.model(target).rows(schema, table);
  const columns = columnsOf({ target, schema, table }, facts, jobs);
  const differences = compareRows(rows, actual, columns);
  const look: Look = { place, what: "rows", rows: actual.map((row) => Object.fromEntries(row)) };
  return { look, failure: differences.length === 0 ? undefined : { place, what: "rows", table: name, differences } };
}

interface TableName {
  readonly target: string;
  readonly schema: string | undefined;
  readonly table: string;
}

/** All columns that jobs write there, those of periods included. */
function columnsOf(name: TableName, { jobs: facts }: ProjectFacts, jobs: readonly Job[]): Columns {
  const all = jobs.flatMap((job, index) =>
    tablesOf(job).flatMap((table, at) => {
      const same = table.target === name.target && table.schema === name.schema && table.table === name.table;
      const known = facts[index]?.tables[at];
      return same && known !== undefined ? [...known.columns, ...periodColumns(known.period)] : [];
    }),
  );
  return new Map(all.map((column) => [column.name, column]));
}

function periodColumns(period: ProjectFacts["jobs"][number]["tables"][number]["period"]) {
  if (period === undefined) return [];
  const times = [period.from, period.to].map((name) => {
    return { name, type: { kind: "timestamptz" as const }, sensitive: false };
  });
  const { current } = period;
  return current === undefined
    ? times
    : [...times, { name: current, type: { kind: "boolean" as const }, sensitive: false }];
}

function timeOf(micros: bigint): Instant {
  return instant(micros);
}
