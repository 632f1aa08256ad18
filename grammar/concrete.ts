import type { CstElement, CstNode, IToken } from "chevrotain";

/** The concrete syntax tree, for whoever goes through all of a text: a formatter, an editor. */
export type { CstElement, CstNode, IToken, TokenType } from "chevrotain";

export function isToken(element: CstElement): element is IToken {
  return !("children" in element);
}

/** The children of a node as they stand in the text; the node keeps them by their kinds. */
export function childrenInOrder(node: CstNode): readonly CstElement[] {
  const kinds = Object.values(node.children);
  const children = kinds.flat();
  return kinds.length < 2 ? children : children.sort((a, b) => startOf(a) - startOf(b));
}

function startOf(element: CstElement): number {
  return isToken(element) ? element.startOffset : (element.location?.startOffset ?? 0);
}
