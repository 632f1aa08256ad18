const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s"[\]{},:]+)/y;

/** Without white space, names sorted, each string in one spelling, each number with its own digits, which JSON.parse would lose. */
export function canonicalJson(text: string): string {
  const tokens = tokensOf(text);
  const value = readValue(tokens);
  if (tokens.length > 0) throw new Error(`JSON with something behind it: ${text}`);
  return value;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(TOKEN);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) tokens.push(match[1] ?? "");
  return tokens;
}

function readValue(tokens: string[]): string {
  const token = tokens.shift() ?? "";
  if (token === "[") return `[${readItems(tokens, "]", () => readValue(tokens)).join(",")}]`;
  if (token === "{")
    return `{${readItems(tokens, "}", () => readEntry(tokens))
      .sort()
      .join(",")}}`;
  return token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token;
}

function readItems(tokens: string[], end: string, read: () => string): string[] {
  const items: string[] = [];
  while (tokens[0] !== end && tokens.length > 0) {
    items.push(read());
    if (tokens[0] === ",") tokens.shift();
  }
  tokens.shift();
  return items;
}

function readEntry(tokens: string[]): string {
  const name = readValue(tokens);
  tokens.shift();
  return `${name}:${readValue(tokens)}`;
}
