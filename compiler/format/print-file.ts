import type { AstPath, Doc } from "prettier";
import { builders } from "prettier/doc";
import type { Print } from "./print.ts";
import { printComments, printGap } from "./print-gap.ts";
import { firstToken, type FileNode } from "./tree.ts";

const { hardline } = builders;

/** Declarations stand below one another, and blank lines only between them. */
export function printFile(path: AstPath<FileNode>, print: Print): Doc {
  const { items, rest } = path.node;
  const docs = path.map(print, "items");
  const lines = items.flatMap((item, index) => {
    const blank = { above: index > 0, within: true };
    return [...printGap(firstToken(item).gap, blank), docs[index] ?? ""];
  });
  const all = [...lines, ...printComments(rest.comments, { above: items.length > 0, within: true })];
  // Everything begins with a line break; at the top there is none.
  const [, ...below] = all;
  return all.length === 0 ? "" : [below, hardline];
}
