import { firstToken, type GroupNode, type ItemNode, type Part, type TokenNode } from "./tree.ts";

/** The types of a table's columns begin below one another, and so do their `=`. */
export function alignColumns(columns: readonly ItemNode[]): ReadonlyMap<TokenNode, number> {
  const rows = columns.flatMap((column) => rowOf(column) ?? []);
  const names = rows.reduce((widest, { nameWidth }) => Math.max(widest, nameWidth), 0);
  const types = rows.reduce((widest, { typeWidth = 0 }) => Math.max(widest, typeWidth), 0);
  const padding = new Map<TokenNode, number>();
  for (const { type, nameWidth, equals, typeWidth } of rows) {
    padding.set(type, names - nameWidth);
    if (equals !== undefined && typeWidth !== undefined) padding.set(equals, types - typeWidth);
  }
  return padding;
}

interface Row {
  readonly nameWidth: number;
  readonly type: TokenNode;
  /** Undefined without an `=` on the line of the type. */
  readonly typeWidth: number | undefined;
  readonly equals: TokenNode | undefined;
}

/** Undefined of a column whose type does not stand behind its name, or that is left as it is. */
function rowOf({ parts, ignored }: ItemNode): Row | undefined {
  const [name, colon, ...rest] = parts;
  const equalsAt = rest.findIndex((part) => part.kind === "token" && part.text === "=");
  const [first] = rest;
  if (ignored || name === undefined || colon === undefined || first === undefined) return undefined;
  const type = firstToken(first);
  if (type.startsLine || firstToken(colon).startsLine) return undefined;
  const equals = rest[equalsAt];
  const typeText = equals === undefined ? undefined : textOf(rest.slice(0, equalsAt + 1));
  return {
    nameWidth: widthOf(`${textOf([name])}:`),
    type,
    typeWidth: typeText === undefined ? undefined : widthOf(typeText),
    equals: equals === undefined || typeText === undefined ? undefined : firstToken(equals),
  };
}

/** As it is printed on one line; undefined if it takes more than one. */
function textOf(parts: readonly Part[]): string | undefined {
  let text = "";
  for (const part of parts) {
    const { spaced, startsLine } = firstToken(part);
    if ((startsLine && part !== parts[0]) || (part.kind === "group" && part.broken)) return undefined;
    text += (spaced && text !== "" ? " " : "") + (part.kind === "token" ? part.text : argumentsOf(part));
  }
  return text;
}

/** Of a type. Between them stand no spaces. */
function argumentsOf({ items }: GroupNode): string {
  return `(${items.map(({ parts }) => textOf(parts) ?? "").join("")})`;
}

/** In code points, as the columns of diagnostics. */
function widthOf(text: string): number {
  return [...text].length;
}
