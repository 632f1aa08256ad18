/** The project's own files, as the structure test reads them. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ts } from "ts-morph";

export interface SourceFile {
  /** Relative to the clone, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly line: number;
  /** As written: "./x.ts", "rdi/runtime", "node:fs". */
  readonly name: string;
  /** The path in the clone where the name is relative; otherwise the name. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const FOLDERS = ["grammar", "compiler", "runtime", "generated", "samples", "docs", "test", ".ci"];
const TOP_FILES = ["README.md", "package.json", "tsconfig.json"];

/** Every text file of the project. */
export function projectFiles(): readonly SourceFile[] {
  const nested = FOLDERS.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
  const top = readdirSync(root).filter((name) => TOP_FILES.includes(name));
  return [...top, ...nested].sort().map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

export function isCode({ path }: SourceFile): boolean {
  return /\.(ts|mts|mjs)$/.test(path);
}

/** Written by one of the project's generators, which say so at the top. */
export function isGenerated({ path, text }: SourceFile): boolean {
  return path.startsWith("generated/") || /^\/\/ Written by \S+ .*Don't edit/.test(text);
}

export function importsOf(file: SourceFile): readonly Import[] {
  const found: Import[] = [];
  visit(file, (node, line) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return;
    const name = specifier.text;
    const target = name.startsWith(".") ? posix.join(posix.dirname(file.path), name) : name;
    found.push({ line, name, target, typeOnly: isTypeOnly(node) });
  });
  return found;
}

/** Calls `look` with every node of the file's syntax tree and its line. */
export function visit(file: SourceFile, look: (node: ts.Node, line: number) => void): void {
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const descend = (node: ts.Node): void => {
    look(node, tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1);
    ts.forEachChild(node, descend);
  };
  descend(tree);
}

/** The string after `from`, or inside `import("…")`, `typeof import("…")` or `require("…")`. */
function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  const candidate = candidateOf(node);
  return candidate !== undefined && ts.isStringLiteralLike(candidate) ? candidate : undefined;
}

function candidateOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const called = node.expression;
  const loads = called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === "require");
  return loads ? node.arguments[0] : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return node.importClause?.isTypeOnly === true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return ts.isImportTypeNode(node);
}
