import type { Job } from "../job.ts";
import { instant } from "../values/instant.ts";
import type { ProjectFacts } from "./facts.ts";
import { lookAt, type Failure, type Look } from "./look-at.ts";
import { createStage, type Refusal, type Stage } from "./stage.ts";
import type { Story, StoryPlace, StoryStep } from "./story.ts";

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
      return stage.setClock(instant(step.instant));
  }
}
