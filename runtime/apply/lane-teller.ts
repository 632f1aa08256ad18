import type { LaneNote, NoteWriter } from "../control/lane-notes.ts";
import { ownerName } from "../control/owner-token.ts";

/** Keeps the note about a lane. A worker that does not own the lane says nothing: its words would stand in the owner's place. */
export interface LaneTeller {
  state(state: string): void;
  committed(keys: number): void;
}

const OF_AN_OWNER: ReadonlySet<string> = new Set(["claiming", "running", "backing off", "halted"]);

export function createLaneTeller(notes: NoteWriter): LaneTeller {
  const owner = ownerName();
  let state = "";
  let since = 0;
  let keys = 0;
  let told = { keys: 0, at: Date.now() };

  function note(): LaneNote {
    const at = Date.now();
    // A note that comes after a rest would speak of the rest.
    const seconds = Math.min(2, Math.max(1, (at - told.at) / 1000));
    const perSecond = Math.round((keys - told.keys) / seconds);
    told = { keys, at };
    return { state, owner, since, keys, perSecond, at };
  }

  return {
    state: (next) => {
      if (next === state || !OF_AN_OWNER.has(next)) return;
      state = next;
      since = Date.now();
      notes.tell("lane", note);
    },
    committed: (done) => {
      keys += done;
      notes.tell("lane", note);
    },
  };
}
