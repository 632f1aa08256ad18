/*
 * The declarations that modules consist of, as ts-morph's structures. Its code writer follows quotes, comments and regular expressions to
 * know which lines it may indent; literals.ts keeps it from losing its way in names such as `a'/*`.
 */
import {
  StructureKind,
  VariableDeclarationKind,
  type FunctionDeclarationStructure,
  type ImportDeclarationStructure,
  type InterfaceDeclarationStructure,
  type JSDocStructure,
  type TypeAliasDeclarationStructure,
  type VariableStatementStructure,
} from "ts-morph";
import { commentText } from "./literals.ts";

export type Declaration =
  | FunctionDeclarationStructure
  | ImportDeclarationStructure
  | InterfaceDeclarationStructure
  | TypeAliasDeclarationStructure
  | VariableStatementStructure;

export interface Specifier {
  readonly name: string;
  /** Another name for it here. */
  readonly alias?: string;
  readonly isTypeOnly?: boolean;
}

/** `import { a, type B } from "module";` */
export function importDeclaration(specifiers: readonly Specifier[], module: string): ImportDeclarationStructure {
  return { kind: StructureKind.ImportDeclaration, moduleSpecifier: module, namedImports: [...specifiers] };
}

export interface Property {
  /** As it stands in the source. */
  readonly name: string;
  readonly type: string;
}

/** An exported interface whose properties are read-only. */
export function interfaceDeclaration(
  name: string,
  doc: string,
  properties: readonly Property[],
): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    docs: [documentation(doc)],
    isExported: true,
    name,
    properties: properties.map((property) => ({ ...property, isReadonly: true })),
  };
}

/** `type A = …;` */
export function typeAlias(name: string, type: string): TypeAliasDeclarationStructure {
  return { kind: StructureKind.TypeAlias, name, type };
}

export interface ConstantParts {
  readonly doc?: string;
  readonly exported?: boolean;
  readonly name: string;
  readonly type?: string;
  readonly value: string;
}

/** `const a: A = …;` */
export function constant({ doc, exported = false, name, type, value }: ConstantParts): VariableStatementStructure {
  return {
    kind: StructureKind.VariableStatement,
    docs: doc === undefined ? [] : [documentation(doc)],
    isExported: exported,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [{ name, initializer: value, ...(type === undefined ? {} : { type }) }],
  };
}

export interface FunctionParts {
  readonly doc: string | undefined;
  readonly exported: boolean;
  readonly name: string;
  readonly parameters: readonly Property[];
  readonly returns: string;
  readonly body: readonly string[];
}

/** The body is one text: between statements of a list the writer would leave lines empty. */
export function functionDeclaration(parts: FunctionParts): FunctionDeclarationStructure {
  const { doc, exported, name, parameters, returns, body } = parts;
  return {
    kind: StructureKind.Function,
    docs: doc === undefined ? [] : [documentation(doc)],
    isExported: exported,
    name,
    parameters: parameters.map((parameter) => ({ ...parameter })),
    returnType: returns,
    statements: body.join("\n"),
  };
}

/** A comment that documents what it stands before. */
function documentation(text: string): JSDocStructure {
  const lines = commentText(text).split(/\r\n?|\n/);
  return { kind: StructureKind.JSDoc, description: lines.map((line) => line.trimEnd()).join("\n") };
}

/** `{ a: 1, b: 2 }`, on lines of its own, which prettier keeps. */
export function objectLiteral(properties: readonly string[]): string {
  return `{\n${properties.map((property) => `${property},`).join("\n")}\n}`;
}
