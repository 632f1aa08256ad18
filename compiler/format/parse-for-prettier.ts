import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { parseText } from "../../grammar/parse.ts";
import { positionAt, type Position, type SourceFile } from "../../grammar/source.ts";
import { readTree } from "./read-tree.ts";
import type { Node } from "./tree.ts";

/** Throws the first mistake of the text in the form that prettier shows with its place. */
export function parseForPrettier(text: string, options: { readonly filepath?: string }): Node {
  const file: SourceFile = { path: options.filepath ?? "stdin.rdi", text };
  const { tree, comments, diagnostics } = parseText(file);
  const [first] = diagnostics;
  if (first !== undefined) throw mistake(first);
  if (tree === undefined) throw new Error("a text without mistakes was not parsed");
  return readTree({ text, tree, comments });
}

interface Located {
  readonly loc: { readonly start: Position; readonly end: Position };
}

function mistake({ code, title, label, span }: Diagnostic): SyntaxError & Located {
  const start = positionAt(span.file, span.start);
  const end = positionAt(span.file, span.end);
  const message = `${code} ${title}: ${label} (${start.line}:${start.column})`;
  return Object.assign(new SyntaxError(message), { loc: { start, end } });
}
