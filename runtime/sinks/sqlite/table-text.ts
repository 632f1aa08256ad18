/** What a CREATE TABLE says that no pragma tells. */
export interface TableText {
  /** By the column's name in lower case. */
  readonly columns: ReadonlyMap<string, ColumnText>;
  /** Of each foreign key, in the order of the text, whether it is looked at when a transaction commits. */
  readonly deferred: readonly boolean[];
}

export interface ColumnText {
  /** In upper case, where one is written. */
  readonly collation: string | undefined;
  /** The most characters that a CHECK of the form `length(name) <= 120` allows. */
  readonly length: number | undefined;
}

/** SQLite keeps the statement as it was written; ALTER TABLE changes it. */
export function readTableText(sql: string): TableText {
  const columns = new Map<string, ColumnText>();
  const parts = definitions(tokensOf(sql));
  for (const part of parts) {
    const [name] = part;
    if (name === undefined || isConstraint(name)) continue;
    columns.set(name.name, { collation: collationOf(part), length: undefined });
  }
  for (const { column, most } of parts.flatMap(lengths)) {
    const found = columns.get(column);
    if (found !== undefined) columns.set(column, { ...found, length: Math.min(found.length ?? Infinity, most) });
  }
  return { columns, deferred: parts.filter(refers).map(isDeferred) };
}

interface Token {
  /** Words in upper case, names without their quotes in `name`. */
  readonly text: string;
  /** In lower case: SQLite tells no names apart by their case. */
  readonly name: string;
  readonly quoted: boolean;
  /** Of parentheses around it. */
  readonly depth: number;
}

const TOKEN =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|("(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|'(?:[^']|'')*')|([\p{L}\p{N}_$.]+|[<>!=|&]+|[\s\S])/gu;

function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (const [, quoted, plain] of sql.matchAll(TOKEN)) {
    const text = quoted ?? plain;
    if (text === undefined) continue;
    if (text === ")") depth--;
    tokens.push({ text: text.toUpperCase(), name: nameOf(text).toLowerCase(), quoted: quoted !== undefined, depth });
    if (text === "(") depth++;
  }
  return tokens;
}

function nameOf(text: string): string {
  const [first = ""] = text;
  if (first === "[") return text.slice(1, -1);
  return "\"`'".includes(first) && text.length > 1 ? text.slice(1, -1).replaceAll(first + first, first) : text;
}

/** What the commas of the outermost parentheses part. */
function definitions(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const first = tokens.findIndex(({ text, depth }) => text === "(" && depth === 0);
  const parts: Token[][] = [[]];
  for (const token of tokens.slice(first + 1)) {
    if (token.depth === 0) break;
    if (token.depth === 1 && token.text === ",") parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

const CONSTRAINTS: ReadonlySet<string> = new Set(["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]);

function isConstraint({ text, quoted }: Token): boolean {
  return !quoted && CONSTRAINTS.has(text);
}

function isWord(token: Token | undefined, word: string): boolean {
  return token !== undefined && !token.quoted && token.text === word;
}

/** The last one counts. */
function collationOf(part: readonly Token[]): string | undefined {
  const at = part.findLastIndex((token) => token.depth === 1 && isWord(token, "COLLATE"));
  return at < 0 ? undefined : part[at + 1]?.name.toUpperCase();
}

/** `CHECK ( LENGTH ( name ) <= 120 )` and nothing more. */
function lengths(part: readonly Token[]): readonly { readonly column: string; readonly most: number }[] {
  return part.flatMap((token, at) => {
    if (!isWord(token, "CHECK")) return [];
    const [open, call, left, column, right, operator, most, close] = part.slice(at + 1, at + 9);
    const shape = [open, call, left, right, operator, close].map((one) => one?.text).join(" ");
    if (shape !== "( LENGTH ( ) <= )" || column === undefined || most === undefined) return [];
    return /^\d+$/.test(most.text) ? [{ column: column.name, most: Number(most.text) }] : [];
  });
}

function refers(part: readonly Token[]): boolean {
  return part.some((token) => token.depth === 1 && isWord(token, "REFERENCES"));
}

function isDeferred(part: readonly Token[]): boolean {
  return part.some((token, at) => {
    const [before, , second, third] = part.slice(Math.max(0, at - 1), at + 3);
    if (!isWord(token, "DEFERRABLE") || isWord(before, "NOT")) return false;
    return isWord(second, "INITIALLY") && isWord(third, "DEFERRED");
  });
}
