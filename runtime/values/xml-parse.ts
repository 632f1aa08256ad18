import { MOST_LEVELS } from "./json-parse.ts";
import { malformed } from "./malformed.ts";
import { attributeContent, textContent } from "./xml-references.ts";

export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly children: readonly XmlElement[];
  /** All of it that stands directly in the element, one piece behind the other. */
  readonly text: string;
}

/**
 * The root element of an XML 1.0 document without a document type, so that nothing can be expanded. Comments and
 * processing instructions are passed over. Strict: what a parser of XML must refuse is refused.
 */
export function parseXml(text: string): XmlElement {
  const bad = FORBIDDEN.exec(text);
  if (bad !== null) malformed(bad.index, "XML has no such character");
  const document = newElement("", []);
  const reading: Reading = { text, at: text.startsWith("\ufeff") ? 1 : 0, open: [document] };
  readDeclaration(reading);
  while (reading.at < text.length) readPiece(reading);
  const [root] = document.children;
  if (reading.open.length > 1) fail(reading, `<${innermost(reading).name}> has no end`);
  return root ?? fail(reading, "there is no element");
}

interface OpenElement extends XmlElement {
  readonly attributes: [string, string][];
  readonly children: XmlElement[];
  text: string;
}

interface Reading {
  readonly text: string;
  at: number;
  /** From the document, which is an element without a name, to the innermost element that has no end yet. */
  readonly open: OpenElement[];
}

const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const SPACE = /[ \t\n\r]+/y;
const DECLARATION = /<\?xml[ \t\n\r][^?]*\?>/y;
/**
 * Without the flag for code points, whose loops need a stack as deep as the name is long: units of surrogate pairs are
 * let through one by one, as whole pairs are all that there can be.
 */
const NAME =
  /[:A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\ud800-\udb7f][-.0-9:A-Z_a-z\xb7\xc0-\xd6\xd8-\xf6\xf8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\ud800-\udb7f\udc00-\udfff]*/y;

function readDeclaration(reading: Reading): void {
  take(reading, DECLARATION);
}

function readPiece(reading: Reading): void {
  const { text, at } = reading;
  if (text.charAt(at) !== "<") return readText(reading);
  if (text.startsWith("<!--", at)) return readComment(reading);
  if (text.startsWith("<![CDATA[", at)) return readCdata(reading);
  if (text.startsWith("<!", at)) return fail(reading, "document types are not read");
  if (text.startsWith("<?", at)) return readInstruction(reading);
  return text.startsWith("</", at) ? readEnd(reading) : readStart(reading);
}

function readText(reading: Reading): void {
  const start = reading.at;
  const next = reading.text.indexOf("<", start);
  const piece = reading.text.slice(start, next === -1 ? undefined : next);
  const marker = piece.indexOf("]]>");
  if (marker !== -1) malformed(start + marker, "]]> stands outside of CDATA");
  if (reading.open.length === 1 && /[^ \t\n\r]/.test(piece)) fail(reading, "text stands outside of the root element");
  innermost(reading).text += textContent(piece, start);
  reading.at = start + piece.length;
}

function readComment(reading: Reading): void {
  reading.at = behind(reading, { opening: "<!--", closing: "--", problem: "a comment has no end" });
  if (reading.text.charAt(reading.at) !== ">") fail(reading, "-- stands inside of a comment");
  reading.at++;
}

function readCdata(reading: Reading): void {
  if (reading.open.length === 1) fail(reading, "text stands outside of the root element");
  const start = reading.at + "<![CDATA[".length;
  reading.at = behind(reading, { opening: "<![CDATA[", closing: "]]>", problem: "CDATA has no end" });
  innermost(reading).text += reading.text.slice(start, reading.at - "]]>".length).replace(/\r\n?/g, "\n");
}

function readInstruction(reading: Reading): void {
  const end = behind(reading, { opening: "<?", closing: "?>", problem: "a processing instruction has no end" });
  reading.at += 2;
  const target = take(reading, NAME) ?? fail(reading, "a name is missing");
  if (target.toLowerCase() === "xml") fail(reading, "an XML declaration stands only at the beginning");
  if (reading.at !== end - 2 && take(reading, SPACE) === undefined) fail(reading, "a space is missing");
  reading.at = end;
}

function readStart(reading: Reading): void {
  const { open } = reading;
  if (open.length === 1 && innermost(reading).children.length > 0) fail(reading, "there is a second root element");
  if (open.length > MOST_LEVELS) fail(reading, `it nests deeper than ${MOST_LEVELS} levels`);
  reading.at++;
  const element = newElement(take(reading, NAME) ?? fail(reading, "a name is missing"), readAttributes(reading));
  innermost(reading).children.push(element);
  const closed = reading.text.startsWith("/>", reading.at);
  if (!closed && reading.text.charAt(reading.at) !== ">") fail(reading, "a > is missing");
  reading.at += closed ? 2 : 1;
  if (!closed) open.push(element);
}

function readAttributes(reading: Reading): [string, string][] {
  const attributes = new Map<string, string>();
  for (;;) {
    const spaced = take(reading, SPACE) !== undefined;
    const start = reading.at;
    const name = take(reading, NAME);
    if (name === undefined) return [...attributes];
    if (!spaced) malformed(start, "a space is missing");
    if (attributes.has(name)) malformed(start, "an attribute is repeated");
    take(reading, SPACE);
    if (reading.text.charAt(reading.at) !== "=") fail(reading, "an attribute has no value");
    reading.at++;
    take(reading, SPACE);
    attributes.set(name, readAttributeValue(reading));
  }
}

function readAttributeValue(reading: Reading): string {
  const quote = reading.text.charAt(reading.at);
  if (quote !== '"' && quote !== "'") fail(reading, "a quote is missing");
  const start = reading.at + 1;
  reading.at = behind(reading, { opening: quote, closing: quote, problem: "an attribute has no end" });
  const value = reading.text.slice(start, reading.at - 1);
  const tag = value.indexOf("<");
  if (tag !== -1) malformed(start + tag, "< stands in an attribute");
  return attributeContent(value, start);
}

function readEnd(reading: Reading): void {
  const start = reading.at;
  reading.at += 2;
  const name = take(reading, NAME);
  take(reading, SPACE);
  const { open } = reading;
  if (open.length === 1 || innermost(reading).name !== name || reading.text.charAt(reading.at) !== ">") {
    malformed(start, open.length === 1 ? "an end tag has no beginning" : `</${innermost(reading).name}> is missing`);
  }
  reading.at++;
  open.pop();
}

interface Enclosed {
  readonly opening: string;
  readonly closing: string;
  readonly problem: string;
}

/** The position behind the closing. */
function behind(reading: Reading, { opening, closing, problem }: Enclosed): number {
  const found = reading.text.indexOf(closing, reading.at + opening.length);
  return found === -1 ? fail(reading, problem) : found + closing.length;
}

function take(reading: Reading, pattern: RegExp): string | undefined {
  pattern.lastIndex = reading.at;
  const found = pattern.exec(reading.text)?.[0];
  if (found !== undefined) reading.at += found.length;
  return found;
}

function innermost(reading: Reading): OpenElement {
  return reading.open.at(-1) ?? fail(reading, "there is no element");
}

function newElement(name: string, attributes: [string, string][]): OpenElement {
  return { name, attributes, children: [], text: "" };
}

function fail(reading: Reading, problem: string): never {
  return malformed(reading.at, problem);
}
