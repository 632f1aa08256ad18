import { StructureKind, type Project, type SourceFile, type StatementStructures } from "ts-morph";
import { addModule } from "../program.ts";
import type { Declaration } from "./declarations.ts";
import { format } from "./format.ts";

/** `path` is relative to the project's output folder. */
export interface EmittedFile {
  readonly path: string;
  readonly text: string;
  /** Whether the output folder holds it already, as it is here. */
  readonly stored?: boolean;
  /** Of a file that is no text: where it is copied from. */
  readonly copied?: string;
}

export interface ModuleParts {
  readonly path: string;
  /** A comment of one line. */
  readonly header: string;
  readonly declarations: readonly Declaration[];
  /** A last statement that declares nothing. */
  readonly last?: string;
}

/** Makes a module a part of the program, and returns its text as people read it. */
export async function emitModule(program: Project, parts: ModuleParts): Promise<EmittedFile> {
  return { path: parts.path, text: await format(declareModule(program, parts).getFullText()) };
}

/** Makes a module a part of the program, in place of an earlier one with that path. */
export function declareModule(program: Project, { path, header, declarations, last }: ModuleParts): SourceFile {
  const statements = [header, ...declarations.map(apart), ...(last === undefined ? [] : [`\n${last}`])];
  return addModule(program, path, { statements });
}

/** Everything but imports has an empty line before it. */
function apart(declaration: Declaration): StatementStructures {
  return declaration.kind === StructureKind.ImportDeclaration ? declaration : { ...declaration, leadingTrivia: "\n" };
}
