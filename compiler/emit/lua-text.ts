/** A Lua string of the text's UTF-8 bytes. */
export function luaString(text: string): string {
  const bytes = [...Buffer.from(text, "utf8")];
  return `"${bytes.map(luaByte).join("")}"`;
}

export function luaStrings(texts: readonly string[]): string {
  return texts.map(luaString).join(", ");
}

export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function luaByte(byte: number): string {
  const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
  return plain ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, "0")}`;
}
