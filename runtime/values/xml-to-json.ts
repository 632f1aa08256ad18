import type { Json, JsonObject } from "./json.ts";
import { readFormat } from "./malformed.ts";
import type { Format } from "./malformed.ts";
import type { Raw } from "./raw.ts";
import type { Site } from "./site.ts";
import { parseXml } from "./xml-parse.ts";
import type { XmlElement } from "./xml-parse.ts";

/**
 * An object with the root element. An element is its text, or, when it has attributes or elements in it, an object: an
 * attribute is `@name`, elements of one name are a list, text is `#text`. Spaces between elements are nothing, other
 * text is kept as it is. Everything is text, and names keep their prefixes.
 */
export function xmlToJson(raw: Raw | null, site: Site): JsonObject | null {
  return raw === null ? null : readFormat(raw, XML_FORMAT, site);
}

const XML_FORMAT: Format<JsonObject> = {
  code: "RDI5010",
  problem: "not XML",
  read: (text) => {
    const root = parseXml(text);
    return new Map([[root.name, jsonOfElement(root)]]);
  },
};

function jsonOfElement(element: XmlElement): Json {
  const { attributes, children, text } = element;
  if (attributes.length === 0 && children.length === 0) return text;
  const object = new Map<string, Json>();
  for (const [name, value] of attributes) object.set(`@${name}`, value);
  for (const [name, values] of byName(children)) object.set(name, values.length === 1 ? (values[0] ?? "") : values);
  const meant = children.length === 0 ? text !== "" : /[^ \t\n\r]/.test(text);
  if (meant) object.set("#text", text);
  return object;
}

function byName(children: readonly XmlElement[]): ReadonlyMap<string, readonly Json[]> {
  const grouped = new Map<string, Json[]>();
  for (const child of children) {
    const group = grouped.get(child.name);
    if (group === undefined) grouped.set(child.name, [jsonOfElement(child)]);
    else group.push(jsonOfElement(child));
  }
  return grouped;
}
