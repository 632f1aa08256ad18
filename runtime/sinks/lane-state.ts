import { SinkError, type LaneIdentity } from "./sink.ts";

export interface LanePosition {
  readonly epoch: bigint;
  readonly seq: bigint;
}

/**
 * What one owner of a lane knows of it, whatever the target is.
 *
 *   new ──claim──▶ claimed ──commit, probe──▶ claimed
 *                     │ data, order, halt: rolled back ──▶ claimed
 *                     └ connection, fenced ──▶ over: everything else is refused, the caller opens a new session and claims
 */
export interface LaneState {
  guarded<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Throws where nothing is claimed. */
  claimed(): LanePosition;
  /** Undefined where another Redis is recorded: nothing was claimed, every commit will be refused, and the caller is told why. */
  moveTo(position: LanePosition | undefined): void;
}

export interface LaneEnd {
  errorOf(thrown: unknown): SinkError;
  /** Drops the connection. */
  destroy(): void;
}

export function createLaneState({ lane, route }: LaneIdentity, { errorOf, destroy }: LaneEnd): LaneState {
  let position: LanePosition | undefined;
  let over: SinkError | undefined;
  return {
    async guarded(work) {
      if (over !== undefined) throw over;
      try {
        return await work();
      } catch (thrown) {
        const error = errorOf(thrown);
        if (error.class === "connection" || error.class === "fenced") {
          over = error;
          destroy();
        }
        throw error;
      }
    },
    claimed() {
      if (position === undefined) throw new SinkError("fenced", "", `lane ${lane} of ${route} is not claimed`);
      return position;
    },
    moveTo(next) {
      position = next;
    },
  };
}
