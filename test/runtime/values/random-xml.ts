/** Random XML elements together with what they are as JSON, and ways to write them. */
import type { Random } from "../../support/random.ts";
import type { Plain } from "./plain-json.ts";

export interface Written {
  readonly name: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly content: readonly (string | Written)[];
}

const NAMES = ["a", "b", "p:c", "é", "__proto__"];
const TEXTS = ["x", "1", "<&>", "'\"", "é", "🦊", "]]", "a b"];

export function randomElement(r: Random, levels: number): { readonly xml: Written; readonly json: Plain } {
  const attributes = ["id", "x", "__proto__"].filter(() => r.chance(0.2)).map((name) => [name, r.pick(TEXTS)] as const);
  const children = levels === 0 ? [] : Array.from({ length: r.int(0, 3) }, () => randomElement(r, levels - 1));
  const texts = Array.from({ length: r.int(0, 1) }, () => r.pick(TEXTS));
  const xml = { name: r.pick(NAMES), attributes, content: [...texts, ...children.map((child) => child.xml)] };
  if (attributes.length === 0 && children.length === 0) return { xml, json: texts.join("") };
  const members: [string, Plain][] = attributes.map(([name, value]) => [`@${name}`, value]);
  for (const name of new Set(children.map((child) => child.xml.name))) {
    const [only, ...others] = children.filter((child) => child.xml.name === name).map(({ json }) => json);
    members.push([name, others.length === 0 ? (only ?? null) : [only ?? null, ...others]]);
  }
  if (texts.length > 0) members.push(["#text", texts.join("")]);
  return { xml, json: Object.fromEntries(members) };
}

/** With spaces, quotes, comments and references that mean nothing. */
export function writtenXml(r: Random, element: Written): string {
  const space = (): string => (r.chance(0.2) ? r.pick([" ", "\n", "\t"]) : "");
  const attributes = element.attributes.map(([name, value]) => {
    const quote = r.pick(['"', "'"]);
    return ` ${space()}${name}${space()}=${space()}${quote}${written(r, value)}${quote}`;
  });
  const start = `<${element.name}${attributes.join("")}${space()}`;
  if (element.content.length === 0 && r.chance(0.5)) return `${start}/>`;
  const content = element.content.map((part) => {
    const comment = r.chance(0.1) ? "<!-- <x> & - -->" : "";
    if (typeof part !== "string") return comment + writtenXml(r, part);
    return comment + (r.chance(0.2) ? `<![CDATA[${part}]]>` : written(r, part));
  });
  return `${start}>${content.join("")}</${element.name}${space()}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  "'": "&apos;",
  '"': "&quot;",
};

function written(r: Random, text: string): string {
  const characters = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (r.chance(0.1))
      return r.pick([`&#${code};`, `&#x${code.toString(16)};`, `&#x0${code.toString(16).toUpperCase()};`]);
    return ENTITIES[character] ?? character;
  });
  return characters.join("");
}
