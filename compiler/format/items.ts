import { firstToken, type ItemNode, type Part, type TokenNode } from "./tree.ts";

export function itemOf(parts: readonly Part[]): ItemNode {
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) throw new Error("an item has no parts");
  const ignored = firstToken(first).gap.comments.some(({ text, lines }) => lines > 0 && text === IGNORE);
  const broken = parts.some((part) => (part !== first && firstToken(part).startsLine) || isBroken(part));
  return { kind: "item", start: first.start, end: last.end, parts, ignored, broken };
}

const IGNORE = "// prettier-ignore";

function isBroken(part: Part): boolean {
  return part.kind === "group" && part.broken;
}

/** Braces stay on one line unless the text has a line break behind `{`, or something in them needs more than a line. */
export function isOpenBelow(items: readonly ItemNode[], close: TokenNode): boolean {
  if (close.gap.comments.length > 0 || beginsLine(items[0])) return true;
  return items.some((item) => item.broken || firstToken(item).gap.comments.length > 0);
}

export function isBrokenList(items: readonly ItemNode[], close: TokenNode): boolean {
  return close.startsLine || items.some((item) => item.broken || beginsLine(item));
}

export function beginsLine(item: ItemNode | undefined): boolean {
  return item !== undefined && firstToken(item).startsLine;
}
