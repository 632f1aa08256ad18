import { join } from "node:path";
import {
  ModuleKind,
  ModuleResolutionKind,
  Project,
  ScriptTarget,
  type OptionalKind,
  type SourceFile,
  type SourceFileStructure,
  type ts,
} from "ts-morph";
import { packageRoot } from "./package-root.ts";

/**
 * A program for emitted modules. They stand in memory, in this package's folder: there `rdi/runtime` is the package itself, wherever the
 * user's project lies.
 */
export function openProgram(): Project {
  return new Project({
    compilerOptions: COMPILER_OPTIONS,
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
  });
}

/** A module as text, or as what it consists of; it replaces an earlier one with that path. */
export function addModule(
  program: Project,
  path: string,
  content: string | OptionalKind<SourceFileStructure>,
): SourceFile {
  return program.createSourceFile(join(packageRoot(), "emitted", path), content, { overwrite: true });
}

const COMPILER_OPTIONS: ts.CompilerOptions = {
  target: ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ModuleKind.NodeNext,
  moduleResolution: ModuleResolutionKind.NodeNext,
  customConditions: ["source"],
  types: ["node"],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  isolatedModules: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};
