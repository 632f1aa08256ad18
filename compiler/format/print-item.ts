import type { AstPath, Doc } from "prettier";
import type { Print } from "./print.ts";
import { printGap } from "./print-gap.ts";
import { twoLevels } from "./two-levels.ts";
import { firstToken, type ItemNode, type Part } from "./tree.ts";

/**
 * An item keeps its line breaks. The lines below its first one are indented; the braces of a body, and what stands behind them, are not.
 *
 *     where a is not null
 *       and b > 1 {
 *       into …
 *     }
 */
export function printItem(path: AstPath<ItemNode>, print: Print): Doc {
  const { parts } = path.node;
  const padding = paddingAround(path);
  const docs = path.map(print, "parts");
  const lines = twoLevels();
  parts.forEach((part, index) => {
    const first = firstToken(part);
    if (isBody(part)) lines.outdent();
    if (index > 0 && first.startsLine) {
      const gap = printGap(first.gap, { above: false, within: false });
      if (isBody(part)) lines.add(gap);
      else lines.indent(gap);
    } else if (index > 0 && first.spaced) lines.add(" ".repeat(1 + (padding.get(first) ?? 0)));
    lines.add(docs[index] ?? "");
  });
  return lines.doc;
}

function isBody(part: Part): boolean {
  return part.kind === "group" && part.style === "body";
}

function paddingAround({ parent }: AstPath): ReadonlyMap<unknown, number> {
  return parent?.kind === "group" ? parent.padding : new Map();
}
