/*
 * The declarations that modules consist of, as text. They are put together by hand and not by a code writer: those follow quotes, comments
 * and regular expressions to know where to indent, and lose their way in names such as `a'/*`; here every part is a whole literal, and
 * prettier, which parses, lays it out.
 */
import { commentText } from "./literals.ts";

export interface Specifier {
  readonly name: string;
  /** Another name for it here. */
  readonly alias?: string;
  readonly isTypeOnly?: boolean;
}

/** `import { a, type B } from "module";` */
export function importDeclaration(specifiers: readonly Specifier[], module: string): string {
  const names = specifiers.map(
    ({ name, alias, isTypeOnly }) =>
      `${isTypeOnly === true ? "type " : ""}${name}${alias === undefined ? "" : ` as ${alias}`}`,
  );
  return `import { ${names.join(", ")} } from ${JSON.stringify(module)};`;
}

/** A comment that documents what follows it. */
export function documentation(text: string): string {
  const lines = commentText(text)
    .split("\n")
    .map((line) => line.trimEnd());
  return lines.length === 1 ? `/** ${lines[0]} */` : ["/**", ...lines.map((line) => ` * ${line}`), " */"].join("\n");
}

export interface Property {
  /** As it stands in the source. */
  readonly name: string;
  readonly type: string;
}

/** An exported interface whose properties are read-only. */
export function interfaceDeclaration(name: string, doc: string, properties: readonly Property[]): string {
  const lines = properties.map((property) => `readonly ${property.name}: ${property.type};`);
  return [documentation(doc), `export interface ${name} {`, ...lines, "}"].join("\n");
}

export interface FunctionParts {
  readonly doc: string | undefined;
  readonly exported: boolean;
  readonly name: string;
  readonly parameters: readonly Property[];
  readonly returns: string;
  readonly body: readonly string[];
}

export function functionDeclaration({ doc, exported, name, parameters, returns, body }: FunctionParts): string {
  const list = parameters.map((parameter) => `${parameter.name}: ${parameter.type}`).join(", ");
  return [
    ...(doc === undefined ? [] : [documentation(doc)]),
    `${exported ? "export " : ""}function ${name}(${list}): ${returns} {`,
    ...body,
    "}",
  ].join("\n");
}

/** `{ a: 1, b: 2 }`, on lines of its own, which prettier keeps. */
export function objectLiteral(properties: readonly string[]): string {
  return `{\n${properties.map((property) => `${property},`).join("\n")}\n}`;
}
