import type { Parser, Printer, SupportLanguage } from "prettier";
import { parseForPrettier } from "./parse-for-prettier.ts";
import { print } from "./print.ts";
import type { Node } from "./tree.ts";

/** What prettier wants of a plugin: `plugins: ["rdi/prettier"]`. */

export const languages: SupportLanguage[] = [{ name: "rdi", parsers: ["rdi"], extensions: [".rdi"] }];

const parser: Parser<Node> = {
  astFormat: "rdi",
  parse: parseForPrettier,
  locStart: ({ start }) => start,
  locEnd: ({ end }) => end,
};

const printer: Printer<Node> = {
  print,
  getVisitorKeys: ({ kind }) => CHILDREN[kind],
  hasPrettierIgnore: ({ node }) => node.kind === "item" && node.ignored,
};

const CHILDREN: Readonly<Record<Node["kind"], string[]>> = {
  file: ["items"],
  item: ["parts"],
  group: ["items"],
  token: [],
};

export const parsers: Readonly<Record<string, Parser<Node>>> = { rdi: parser };
export const printers: Readonly<Record<string, Printer<Node>>> = { rdi: printer };
