/**
 * The text as the formatter sees it: items with their parts, brackets around items, and between any two tokens a gap. All that is decided
 * about line breaks is decided when the tree is read; printing adds nothing to it.
 */
export interface FileNode {
  readonly kind: "file";
  readonly start: number;
  readonly end: number;
  readonly items: readonly ItemNode[];
  /** What stands below the last token. */
  readonly rest: Gap;
}

/** What can stand on lines of its own: a declaration, clause, step, column or entry; an element of a list; an arm of a `case`. */
export interface ItemNode {
  readonly kind: "item";
  readonly start: number;
  readonly end: number;
  readonly parts: readonly Part[];
  /** Below `// prettier-ignore`: it stays as it is. */
  readonly ignored: boolean;
  /** Takes more than one line. */
  readonly broken: boolean;
}

export type Part = TokenNode | GroupNode;

/** A pair of brackets, or `case` and `end`. */
export interface GroupNode {
  readonly kind: "group";
  readonly start: number;
  readonly end: number;
  /**
   * - `body`: braces that belong to the head before them, around clauses, steps, columns or entries
   * - `object`: braces within an expression
   * - `list`: parentheses and square brackets
   * - `case`: `case` and `end`
   */
  readonly style: "body" | "object" | "list" | "case";
  readonly open: TokenNode;
  readonly items: readonly ItemNode[];
  readonly close: TokenNode;
  /** Behind an item of braces that another one follows on its line. */
  readonly separator: "" | ",";
  /** Whether items that share a line go on doing so, although there are several lines: entries below their `{`. */
  readonly shares: boolean;
  readonly broken: boolean;
  /** Of the columns of a table: how many spaces more than one go before a token. */
  readonly padding: ReadonlyMap<TokenNode, number>;
}

export interface TokenNode {
  readonly kind: "token";
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly gap: Gap;
  /** Whether a space goes before it, where no line break does. */
  readonly spaced: boolean;
  /** Whether it begins a line, if it is not the first of an item in braces. */
  readonly startsLine: boolean;
}

/** What stands before a token. */
export interface Gap {
  readonly comments: readonly Comment[];
  /** Line breaks between the token and what stands before it, be it a comment. */
  readonly lines: number;
}

export interface Comment {
  readonly text: string;
  /** Line breaks before it; without any it stands behind something else. */
  readonly lines: number;
}

export type Node = FileNode | ItemNode | Part;

export function firstToken(part: ItemNode | Part): TokenNode {
  if (part.kind === "token") return part;
  if (part.kind === "group") return part.open;
  const [first] = part.parts;
  if (first === undefined) throw new Error("an item has no parts");
  return firstToken(first);
}
