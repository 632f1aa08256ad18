import type { TargetOptions } from "../target.ts";

/** What a target says of itself to somebody who operates it. */
export interface SeenTarget {
  readonly reachable: boolean;
  /** Why it can't be reached, or its checkpoints can't be read. */
  readonly problem: string | null;
  readonly checkpoints: readonly CheckpointStatus[];
}

export interface CheckpointStatus {
  readonly route: string;
  readonly lane: number;
  readonly epoch: string;
  readonly seq: string;
  readonly release: string;
  /** As the target prints it; null where it keeps none. */
  readonly updatedAt: string | null;
}

export interface ProjectTarget {
  readonly project: string;
  readonly url: string;
  readonly schema: string | undefined;
  readonly options?: TargetOptions | undefined;
}
