/** The one entry to operating code: what `compiler/commands` may load of the runtime. */
export { introspect, ownTableTexts } from "./introspect.ts";
export { acceptDeletes } from "./operate/accept-deletes.ts";
export { followSweeps, requestSweep, type Backfill, type BackfillProgress } from "./operate/backfill.ts";
export {
  listLetters,
  purgeLetters,
  replayLetters,
  type FoundLetter,
  type LetterCount,
  type LetterFilter,
} from "./operate/letters.ts";
export type { OperatedProject } from "./operate/project.ts";
export { readStatus, watchStatus, type Status } from "./operate/status.ts";
