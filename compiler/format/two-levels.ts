import type { Doc } from "prettier";
import { builders } from "prettier/doc";

/** What stands on the line on which something begins, and on the lines below it, which are indented by two spaces. */
export interface TwoLevels {
  /** Goes on with the line. */
  add(doc: Doc): void;
  /** Goes on with a line break that begins an indented line. */
  indent(doc: Doc): void;
  /** Goes on at the level of the line on which it began. */
  outdent(): void;
  readonly doc: Doc;
}

/** The number of spaces is the language's, whatever the options of prettier say. */
export function twoLevels(): TwoLevels {
  const lines: Doc[] = [];
  let indented: Doc[] | undefined;
  const outdent = (): void => {
    if (indented !== undefined) lines.push(builders.align(2, indented));
    indented = undefined;
  };
  return {
    add: (doc) => void (indented ?? lines).push(doc),
    indent: (doc) => {
      indented ??= [];
      indented.push(doc);
    },
    outdent,
    get doc() {
      outdent();
      return lines;
    },
  };
}
