import type { NoteWriter, SweepNote } from "../control/lane-notes.ts";
import type { Log } from "../observe/log.ts";
import type { Feeder } from "./feeder.ts";

/** Tells how far a sweep has come: now and then in the log, and to operators in a note. */
export interface Progress {
  /** How much of Redis was looked through, from 0 to 1. */
  scanned(share: number): void;
  phase(phase: SweepNote["phase"]): void;
  /** The brake holds. */
  waiting(missing: number, owners: number): void;
  /** Keys were named. */
  report(): void;
}

const PROGRESS_MS = 5_000;

export interface ProgressOptions {
  readonly log: Log;
  readonly notes: NoteWriter;
  readonly feeder: Feeder;
  readonly cause: string;
}

export function createProgress({ log, notes, feeder, cause }: ProgressOptions): Progress {
  const began = Date.now();
  let next = began + PROGRESS_MS;
  let state: Pick<SweepNote, "phase" | "share" | "missing" | "owners"> = {
    phase: "keys",
    share: 0,
    missing: undefined,
    owners: undefined,
  };

  function tell(change: Partial<typeof state> = {}): void {
    state = { ...state, ...change };
    notes.tell("sweep", () => ({ cause, began, at: Date.now(), keys: feeder.named, ...state }) satisfies SweepNote);
  }

  tell();
  return {
    scanned: (share) => tell({ share }),
    phase: (phase) => tell({ phase, missing: undefined, owners: undefined }),
    waiting: (missing, owners) => tell({ phase: "waiting", missing, owners }),
    report: () => {
      tell();
      const now = Date.now();
      if (now < next) return;
      next = now + PROGRESS_MS;
      log.info(
        { keys: feeder.named, perSecond: Math.round((feeder.named * 1000) / (now - began)) },
        "the sweep goes on",
      );
    },
  };
}
