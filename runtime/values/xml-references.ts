import { malformed } from "./malformed.ts";

/* Only the five entities that XML itself defines, and characters by number. Others would need a document type. */

/** Line ends are one character. */
export function textContent(text: string, at: number): string {
  return text.replace(/&[^;&]*;?|\r\n?/g, (found, index: number) =>
    found.startsWith("&") ? reference(found, at + index) : "\n",
  );
}

/** Line ends and tabs are spaces. */
export function attributeContent(text: string, at: number): string {
  return text.replace(/&[^;&]*;?|\r\n|[\t\n\r]/g, (found, index: number) =>
    found.startsWith("&") ? reference(found, at + index) : " ",
  );
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
]);

function reference(text: string, at: number): string {
  const named = ENTITIES.get(text);
  if (named !== undefined) return named;
  const parts = /^&#(?:(\d{1,10})|x([\da-fA-F]{1,8}));$/.exec(text);
  if (parts === null) return malformed(at, "an entity is not defined");
  const code = parts[1] === undefined ? Number.parseInt(parts[2] ?? "", 16) : Number(parts[1]);
  return isCharacter(code) ? String.fromCodePoint(code) : malformed(at, "XML has no such character");
}

function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
