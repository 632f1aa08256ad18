import { childrenInOrder, isToken, type CstElement, type CstNode, type IToken } from "../../grammar/concrete.ts";
import type { FileCstNode } from "../../grammar/cst.ts";
import { endOf } from "../../grammar/lexer.ts";
import * as t from "../../grammar/tokens.ts";
import { alignColumns } from "./align-columns.ts";
import { gapReader } from "./gaps.ts";
import { beginsLine, isBrokenList, isOpenBelow, itemOf } from "./items.ts";
import { readToken, startReading, type Reading } from "./read-token.ts";
import { isAmbiguous, isCloser, isOpener, styleOf } from "./roles.ts";
import { firstToken, type FileNode, type GroupNode, type ItemNode, type Part, type TokenNode } from "./tree.ts";

/** A text without mistakes, as its parser left it. */
export interface ParsedFile {
  readonly text: string;
  readonly tree: FileCstNode;
  readonly comments: readonly IToken[];
}

/** Goes through the concrete syntax tree in the order of the text, which its nodes don't keep between children of different kinds. */
export function readTree({ text, tree, comments }: ParsedFile): FileNode {
  const reading = startReading(gapReader(text, comments));
  const items = childrenInOrder(tree).map((child) => itemOf(readParts(child, tree, reading)));
  const rest = reading.gapBefore(text.length, text.length);
  return { kind: "file", start: 0, end: text.length, items, rest };
}

function readParts(element: CstElement, parent: CstNode, reading: Reading): readonly Part[] {
  if (isToken(element)) return [readToken(element, { parent }, reading)];
  const children = childrenInOrder(element);
  const open = children.findIndex((child) => isOpener(child, element));
  const read = (child: CstElement): readonly Part[] => readParts(child, element, reading);
  if (open < 0) return children.flatMap(read);
  const close = children.findLastIndex((child) => isCloser(child, element));
  const head = children.slice(0, open).flatMap(read);
  const group = readGroup(children.slice(open, close + 1), { node: element, parent }, reading);
  return [...head, group, ...children.slice(close + 1).flatMap(read)];
}

interface Place {
  readonly node: CstNode;
  readonly parent: CstNode;
}

function readGroup(elements: readonly CstElement[], { node, parent }: Place, reading: Reading): GroupNode {
  const [first, ...inner] = elements;
  const last = inner.pop();
  if (first === undefined || last === undefined || !isToken(first) || !isToken(last)) throw new Error("no brackets");
  const style = styleOf(first, node, parent);
  const open = readToken(first, { parent: node, staysOnLine: isBehindHead(style, node, reading) }, reading);
  const braces = style === "body" || style === "object";
  const { items, apart } = braces ? readBraces(inner, node, reading) : readList(inner, node, reading);
  const close = readToken(last, { parent: node }, reading);
  const broken = braces ? apart || isOpenBelow(items, close) : isBrokenList(items, close);
  const separator = inner.some(takesComma) ? "," : "";
  const shares = node.name === "object" && beginsLine(items[0]);
  const padding = node.name === "table" && broken ? alignColumns(items) : new Map<TokenNode, number>();
  const [start, end] = [open.start, close.end];
  return { kind: "group", start, end, style, open, items, close, separator, shares, broken, padding };
}

/** `expire delivery` and `{ a: 1 }` below it must not become the clause `delivery { a: 1 }`. */
function isBehindHead(style: GroupNode["style"], node: CstNode, { before }: Reading): boolean {
  return style === "body" && !(node.name === "object" && isAmbiguous(before));
}

interface Items {
  readonly items: readonly ItemNode[];
  /** Whether an item must not come to stand on the line of the one before it. */
  readonly apart: boolean;
}

function readList(elements: readonly CstElement[], node: CstNode, reading: Reading): Items {
  const items: (readonly Part[])[] = [];
  let startsItem = true;
  for (const element of elements) {
    const begun = startsItem ? [] : (items.pop() ?? []);
    items.push([...begun, ...readParts(element, node, reading)]);
    startsItem = node.name === "caseExpression" || isComma(element);
  }
  return { items: items.map(itemOf), apart: false };
}

function readBraces(elements: readonly CstElement[], node: CstNode, reading: Reading): Items {
  let apart = false;
  const items = elements.map((element) => {
    const { before } = reading;
    const item = itemOf(takesComma(element) ? readRow(element, reading) : readParts(element, node, reading));
    if (firstToken(item).gap.lines > 0 && !takesComma(element) && isAmbiguous(before)) apart = true;
    return item;
  });
  return { items, apart };
}

/** Without its comma: whether it needs one depends on whether the next item stands on the same line. */
function readRow(row: CstNode, reading: Reading): readonly Part[] {
  const children = childrenInOrder(row);
  const comma = children.find(isComma);
  const parts = children.flatMap((child) => (child === comma ? [] : readParts(child, row, reading)));
  if (comma !== undefined) reading.carried = reading.gapBefore(comma.startOffset, endOf(comma));
  return parts;
}

function isComma(element: CstElement): element is IToken {
  return isToken(element) && element.tokenType === t.Comma;
}

/** Columns and entries do, clauses and steps don't. */
function takesComma(element: CstElement): element is CstNode {
  return !isToken(element) && (element.name === "entry" || element.name === "column");
}
