/**
 * Text that may hold anything, as TypeScript that yields exactly that text.
 *
 * ts-morph's code writer takes any quote with a backslash before it for an escaped one, and a slash that another escape follows for the
 * start of a regular expression. Where a text would end so, it is written with an escape that has a number.
 */

/** A string literal in double quotes. */
export function stringLiteral(text: string): string {
  return escapeOthers(JSON.stringify(text).replace(/\\\\"$/, '\\u005c"'));
}

/** A template literal without holes: SQL and Lua keep their line breaks in it. */
export function templateLiteral(text: string): string {
  const body = text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${").replaceAll("\r", "\\r");
  return `\`${escapeOthers(body.replace(/\\\\$/, "\\u005c"))}\``;
}

/** Bytes, one character each, as a string literal. */
export function latin1Literal(bytes: string): string {
  return stringLiteral(bytes).replaceAll(NOT_ASCII, hexEscape);
}

/** Bytes, one character each, as a part of a template literal. */
export function latin1Template(bytes: string): string {
  return templateLiteral(bytes).slice(1, -1).replaceAll(NOT_ASCII, hexEscape);
}

const NOT_ASCII = /[^\x00-\x7e]/g;

function hexEscape(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

/** A regular expression literal. In its source, which begins with `^`, slashes are escaped. */
export function regexLiteral(source: string): string {
  return `/${source.replaceAll(/["'`]/g, hexEscape).replaceAll(/\\\/(?=\\)/g, "\\x2f")}/`;
}

/** Lines of a comment that cannot end it early, nor tell TypeScript what to overlook. */
export function commentText(text: string): string {
  return escapeOthers(text.replaceAll("*/", "*\\/").replaceAll("@ts-", "@ ts-"));
}

/** A comment of one line: a line break would end it. */
export function lineComment(text: string): string {
  return `// ${commentText(text).replaceAll(/\s+/g, " ").trim()}`;
}

const INVISIBLE =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

/** Invisible characters, line separators, direction marks and lone surrogates would mislead a reader or an editor. */
function escapeOthers(text: string): string {
  return text.replaceAll(INVISIBLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
