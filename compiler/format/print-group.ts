import type { AstPath, Doc } from "prettier";
import { builders } from "prettier/doc";
import type { Print } from "./print.ts";
import { printComments, printGap } from "./print-gap.ts";
import { twoLevels } from "./two-levels.ts";
import { firstToken, type GroupNode } from "./tree.ts";

const { hardline, join } = builders;

export function printGroup(path: AstPath<GroupNode>, print: Print): Doc {
  const { style, broken } = path.node;
  const docs = path.map(print, "items");
  if (style === "list" || style === "case") return printList(path.node, docs);
  return broken ? printLines(path.node, docs) : printOneLine(path.node, docs);
}

/** `{ a: 1, b: 2 }`. */
function printOneLine({ separator }: GroupNode, docs: readonly Doc[]): Doc {
  return docs.length === 0 ? "{}" : ["{ ", join(`${separator} `, [...docs]), " }"];
}

/** Braces with items below one another, and no commas at the ends of lines. */
function printLines({ items, separator, shares, close }: GroupNode, docs: readonly Doc[]): Doc {
  const lines = twoLevels();
  lines.add("{");
  items.forEach((item, index) => {
    const { startsLine, gap } = firstToken(item);
    if (shares && !startsLine) lines.add(`${separator} `);
    else lines.indent(printGap(gap, { above: index > 0, within: true }));
    lines.add(docs[index] ?? "");
  });
  lines.indent(printComments(close.gap.comments, { above: items.length > 0, within: true }));
  return [lines.doc, hardline, "}"];
}

/** `(…)`, `[…]` and `case … end` keep their line breaks. */
function printList({ style, open, items, close }: GroupNode, docs: readonly Doc[]): Doc {
  const lines = twoLevels();
  const isCase = style === "case";
  lines.add(open.text);
  items.forEach((item, index) => {
    const { startsLine, gap, spaced } = firstToken(item);
    if (startsLine) lines.indent(printGap(gap, { above: index > 0, within: true }));
    else if (isCase || (index > 0 && spaced)) lines.add(" ");
    lines.add(docs[index] ?? "");
  });
  if (!close.startsLine) return [lines.doc, isCase ? " " : "", close.text];
  lines.indent(printComments(close.gap.comments, { above: items.length > 0, within: true }));
  return [lines.doc, hardline, close.text];
}
