/** Every text of the repository that is .rdi and parses: samples, cases, fixtures, examples of messages, and what the documents show. */
import { parse } from "../../../grammar/parse.ts";
import { DOCUMENTS, documentText } from "../../docs/documents.ts";
import { projectOf } from "../../docs/frames.ts";
import { blocksOf } from "../../docs/markdown.ts";
import { seedTexts } from "../../fuzz/seeds.ts";
import { shape } from "../../grammar/support.ts";

export function textsThatParse(): readonly string[] {
  return [...new Set([...seedTexts(), ...fences()])].filter(parses);
}

function fences(): readonly string[] {
  const blocks = DOCUMENTS.flatMap((file) => blocksOf(documentText(file)));
  return blocks.flatMap((block) => (block.kind === "fence" ? (projectOf(block.language, block.text) ?? []) : []));
}

export function parses(text: string): boolean {
  return parse({ path: "a.rdi", text }).diagnostics.length === 0;
}

/** What a text says, its documentation included, and not where it says it. */
export function meaningOf(text: string): string {
  const { file, diagnostics } = parse({ path: "a.rdi", text });
  if (diagnostics.length > 0)
    throw new Error(`does not parse: ${diagnostics[0]?.code} ${diagnostics[0]?.label}\n${text}`);
  const plain = (_: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);
  return JSON.stringify([shape(file), docsOf(file)], plain);
}

function docsOf(node: unknown): readonly unknown[] {
  if (typeof node !== "object" || node === null) return [];
  const own = "doc" in node && node.doc !== undefined ? [node.doc] : [];
  return [...own, ...Object.entries(node).flatMap(([key, value]) => (key.endsWith("pan") ? [] : docsOf(value)))];
}
