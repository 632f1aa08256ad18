import type { AstPath, Doc } from "prettier";
import { printFile } from "./print-file.ts";
import { printGroup } from "./print-group.ts";
import { printItem } from "./print-item.ts";
import type { FileNode, GroupNode, ItemNode, Node } from "./tree.ts";

export type Print = (path: AstPath) => Doc;

/** One node in the language's layout, which has no options: neither a width nor another indentation changes it. */
export function print(path: AstPath<Node>, _options: unknown, printChild: Print): Doc {
  const { node } = path;
  switch (node.kind) {
    case "file":
      return printFile(path as AstPath<FileNode>, printChild);
    case "item":
      return printItem(path as AstPath<ItemNode>, printChild);
    case "group":
      return printGroup(path as AstPath<GroupNode>, printChild);
    case "token":
      return node.text;
  }
}
