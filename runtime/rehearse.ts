import type { ProjectFacts } from "./rehearsal/facts.ts";
import { loadJobs, type JobModule } from "./rehearsal/load-jobs.ts";
import { runStory, type StoryOutcome } from "./rehearsal/run-story.ts";
import type { Story } from "./rehearsal/story.ts";

export type * from "./rehearsal/compare-keys.ts";
export type * from "./rehearsal/compare-rows.ts";
export type * from "./rehearsal/facts.ts";
export type * from "./rehearsal/look-at.ts";
export type * from "./rehearsal/run-story.ts";
export type * from "./rehearsal/stage.ts";
export type * from "./rehearsal/story.ts";
export type { JobModule } from "./rehearsal/load-jobs.ts";

/** What of a project its tests need. */
export interface RehearsedProject {
  /** In the order of `facts.jobs`. */
  readonly modules: readonly JobModule[];
  readonly facts: ProjectFacts;
  /** µs: the clock of a test that sets none. */
  readonly start: bigint;
}

/** Loads the jobs once. What it returns runs a test, without any server. */
export function rehearsal({ modules, facts, start }: RehearsedProject): (story: Story) => Promise<StoryOutcome> {
  const jobs = loadJobs(modules);
  return (story) => runStory({ facts, jobs, start }, story);
}
