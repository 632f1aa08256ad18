import type { Diagnostic } from "./diagnostic.ts";
import { diagnose } from "./messages.ts";
import type { SourceFile } from "./source.ts";

/** Text without merge conflicts: each is reported once, and read as if its first side had been taken. */
export function blankConflicts(file: SourceFile): { readonly text: string; readonly conflicts: readonly Diagnostic[] } {
  if (!markerStart.test(file.text)) return { text: file.text, conflicts: [] };
  const conflicts: Diagnostic[] = [];
  let inFirstSide = true;
  let inConflict = false;
  let offset = 0;
  const lines = file.text.split(/(?<=\n)/).map((line) => {
    const start = offset;
    offset += line.length;
    const marker = markerLine.exec(line)?.[1]?.charAt(0);
    if (marker === "<" || (marker !== undefined && !inConflict)) {
      conflicts.push(diagnose("RDI1005", { file, start, end: start + line.trimEnd().length }, {}));
    }
    if (marker === "<") [inConflict, inFirstSide] = [true, true];
    else if (marker === ">") [inConflict, inFirstSide] = [false, true];
    else if (marker !== undefined && inConflict) inFirstSide = false;
    return marker === undefined && inFirstSide ? line : line.replace(/[^\r\n]/g, " ");
  });
  return { text: lines.join(""), conflicts };
}

const markerStart = /^(?:<{7}|={7}|>{7})(?=[ \r\n]|$)/m;
const markerLine = /^(<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|$)/;
