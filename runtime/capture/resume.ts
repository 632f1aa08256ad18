import { comparePositions, type Position } from "./position.ts";
import type { ServerHistory } from "./server-history.ts";

export interface Resume {
  /** Where to ask the server to continue: the lowest position that it still knows. */
  readonly start: Position;
  /** For each lane, whether its saved position is covered by that. */
  readonly kept: readonly boolean[];
}

/**
 * Chooses from the positions that were read back. The server decides with its answer to PSYNC; this only keeps one lane that is
 * too far behind, or ahead of a promoted server, from costing the others their position.
 */
export function chooseResume(
  saved: readonly (Position | undefined)[],
  history: ServerHistory | undefined,
): Resume | undefined {
  const usable = saved.map((position) => (isKnown(position, history, saved) ? position : undefined));
  const [start] = usable.filter((position) => position !== undefined).toSorted(comparePositions);
  return start && { start, kept: usable.map((position) => position !== undefined) };
}

function isKnown(
  position: Position | undefined,
  history: ServerHistory | undefined,
  saved: readonly (Position | undefined)[],
): position is Position {
  if (position === undefined) return false;
  // A user without the right to INFO: nothing is known but that one PSYNC can only continue one history.
  if (history === undefined) return position.replid === saved.find((each) => each !== undefined)?.replid;
  const next = position.offset + 1;
  const shared =
    (position.replid === history.replid && position.offset <= history.offset) ||
    (position.replid === history.previousReplid && next <= history.previousEnd);
  const { backlog } = history;
  return shared && backlog !== undefined && next >= backlog.first && next <= backlog.first + backlog.length;
}
