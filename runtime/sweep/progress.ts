import type { NoteWriter, SweepNote } from "../control/lane-notes.ts";
import type { Log } from "../observe/log.ts";
import type { Feeder } from "./feeder.ts";

/** Tells how far a sweep has come: now and then in the log, and to operators in a note. */
export interface Progress {
  phase(phase: SweepNote["phase"]): void;
  /** So many keys were found; so much of Redis was looked through by now, from 0 to 1. */
  scanned(keys: number, share: number): void;
  /** So many more owners of rows. */
  looked(owners: number): void;
  /** There are so many owners of rows. */
  counted(owners: number): void;
  /** The brake holds. */
  waiting(missing: number, owners: number): void;
}

const LOG_MS = 5_000;

export interface ProgressOptions {
  readonly log: Log;
  readonly notes: NoteWriter;
  readonly feeder: Feeder;
  readonly cause: string;
}

/** What a phase has done since it began, or went on. */
interface PhaseWork {
  readonly began: number;
  seen: number;
  /** The share of it when it began, and now; undefined where it is not known. */
  readonly from: number | undefined;
  share: number | undefined;
}

export function createProgress({ log, notes, feeder, cause }: ProgressOptions): Progress {
  const began = Date.now();
  let next = began + LOG_MS;
  let phase: SweepNote["phase"] = "keys";
  let share = 0;
  let held: Pick<SweepNote, "missing" | "owners"> = { missing: undefined, owners: undefined };
  let total: number | undefined;
  let work: PhaseWork = { began, seen: 0, from: undefined, share: undefined };

  function note(): SweepNote {
    return { cause, phase, began, at: Date.now(), keys: feeder.named, share, ...speedOf(work), ...held };
  }

  function tell(): void {
    notes.tell("sweep", note);
    if (Date.now() < next) return;
    next = Date.now() + LOG_MS;
    const { keys, perSecond, left } = note();
    log.info({ phase, keys, perSecond, left }, "the sweep goes on");
  }

  tell();
  return {
    phase: (now) => {
      phase = now;
      held = { missing: undefined, owners: undefined };
      const from = now === "rows" && total !== undefined ? 0 : undefined;
      work = { began: Date.now(), seen: 0, from, share: from };
      tell();
    },
    scanned: (keys, now) => {
      share = now;
      // The first page tells where a pass goes on.
      work = { ...work, seen: work.seen + keys, from: work.from ?? now, share: now };
      tell();
    },
    looked: (owners) => {
      work.seen += owners;
      if (work.share !== undefined && total !== undefined) work.share = Math.min(1, work.seen / total);
      tell();
    },
    counted: (owners) => void (total = owners),
    waiting: (missing, owners) => {
      phase = "waiting";
      held = { missing, owners };
      tell();
    },
  };
}

function speedOf({ began, seen, from, share }: PhaseWork): Pick<SweepNote, "perSecond" | "left"> {
  const ms = Math.max(1, Date.now() - began);
  const moved = (share ?? 0) - (from ?? 0);
  const left = moved > 0 ? Math.round((ms * (1 - (share ?? 0))) / moved) : undefined;
  return { perSecond: Math.round((1000 * seen) / ms), left };
}
