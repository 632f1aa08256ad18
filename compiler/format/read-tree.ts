import type { CstElement, CstNode, IToken } from "chevrotain";
import type { FileCstNode } from "../../grammar/cst.ts";
import { endOf } from "../../grammar/lexer.ts";
import * as t from "../../grammar/tokens.ts";
import { alignColumns } from "./align-columns.ts";
import { gapReader, joined, NO_GAP, type GapReader } from "./gaps.ts";
import { attracts, clings, isAmbiguous, isCloser, isDot, isOpener, isToken, styleOf } from "./roles.ts";
import {
  firstToken,
  type FileNode,
  type Gap,
  type GroupNode,
  type ItemNode,
  type Part,
  type TokenNode,
} from "./tree.ts";

/** A text without mistakes, as its parser left it. */
export interface ParsedFile {
  readonly text: string;
  readonly tree: FileCstNode;
  readonly comments: readonly IToken[];
}

/** Goes through the concrete syntax tree in the order of the text, which its nodes don't keep between children of different kinds. */
export function readTree({ text, tree, comments }: ParsedFile): FileNode {
  const reading: Reading = {
    gapBefore: gapReader(text, comments),
    carried: NO_GAP,
    before: undefined,
    attracted: false,
  };
  const items = inOrder(tree).map((child) => itemOf(readParts(child, tree, reading)));
  const rest = reading.gapBefore(text.length, text.length);
  return { kind: "file", start: 0, end: text.length, items, rest };
}

interface Reading {
  readonly gapBefore: GapReader;
  /** Of a comma that is not printed, or not where it stood. */
  carried: Gap;
  before: IToken | undefined;
  /** Whether the token before holds the next one to it. */
  attracted: boolean;
}

function inOrder(node: CstNode): readonly CstElement[] {
  const lists = Object.values(node.children);
  const children = lists.flat();
  return lists.length < 2 ? children : children.sort((a, b) => startOf(a) - startOf(b));
}

function startOf(element: CstElement): number {
  return isToken(element) ? element.startOffset : (element.location?.startOffset ?? 0);
}

function readParts(element: CstElement, parent: CstNode, reading: Reading): readonly Part[] {
  if (isToken(element)) return [readToken(element, parent, reading)];
  const children = inOrder(element);
  const open = children.findIndex((child) => isOpener(child, element));
  const read = (child: CstElement): readonly Part[] => readParts(child, element, reading);
  if (open < 0) return children.flatMap(read);
  const close = children.findLastIndex((child) => isCloser(child, element));
  const head = children.slice(0, open).flatMap(read);
  const group = readGroup(children.slice(open, close + 1), { node: element, parent }, reading);
  return [...head, group, ...children.slice(close + 1).flatMap(read)];
}

function readToken(token: IToken, parent: CstNode, reading: Reading, clinging = clings(token, parent)): TokenNode {
  const gap = joined(reading.carried, reading.gapBefore(token.startOffset, endOf(token)));
  const held = clinging || reading.attracted;
  const startsLine = gap.comments.length > 0 || (gap.lines > 0 && !held);
  const spaced = !isDot(token) && !(reading.attracted || clings(token, parent));
  // A comma goes to the end of the line above, and the line ends there as it did.
  reading.carried = token.tokenType === t.Comma && !startsLine ? gap : NO_GAP;
  reading.before = token;
  reading.attracted = attracts(token, parent);
  const [start, end] = [token.startOffset, endOf(token)];
  return { kind: "token", start, end, text: token.image, gap, spaced, startsLine };
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
  const open = readToken(first, node, reading, clings(first, node) || isBehindHead(style, node, reading));
  const braces = style === "body" || style === "object";
  const { items, apart } = braces ? readBraces(inner, node, reading) : readList(inner, node, reading);
  const close = readToken(last, node, reading);
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
  const items: Part[][] = [];
  let startsItem = true;
  for (const element of elements) {
    if (startsItem || node.name === "caseExpression") items.push([]);
    items.at(-1)?.push(...readParts(element, node, reading));
    startsItem = isComma(element);
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
  const children = inOrder(row);
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

function itemOf(parts: readonly Part[]): ItemNode {
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
function isOpenBelow(items: readonly ItemNode[], close: TokenNode): boolean {
  if (close.gap.comments.length > 0 || beginsLine(items[0])) return true;
  return items.some((item) => item.broken || firstToken(item).gap.comments.length > 0);
}

function isBrokenList(items: readonly ItemNode[], close: TokenNode): boolean {
  return close.startsLine || items.some((item) => item.broken || beginsLine(item));
}

function beginsLine(item: ItemNode | undefined): boolean {
  return item !== undefined && firstToken(item).startsLine;
}
