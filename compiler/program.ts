import { join } from "node:path";
import {
  ModuleKind,
  ModuleResolutionKind,
  Project,
  ScriptTarget,
  ts,
  type OptionalKind,
  type ResolutionHostFactory,
  type SourceFile,
  type SourceFileStructure,
} from "ts-morph";
import { packageRoot } from "./package-root.ts";

export type EmissionProgram = Project;

/**
 * A program for emitted modules. They stand in memory, in this package's folder: there `rdi/runtime` is the package itself, wherever the
 * user's project lies.
 */
export function openProgram(): Project {
  return new Project({
    compilerOptions: COMPILER_OPTIONS,
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    resolutionHost: onlyWhatIsSeen,
  });
}

/**
 * Leaves out what no emitted module can see: Node's library but for `Buffer`, the drivers of databases and other packages, and everything
 * behind `runWorker` but the types of its parameter. That is nine tenths of what there would be to read; the runtime is checked with this repository, not with a user's project.
 */
const onlyWhatIsSeen: ResolutionHostFactory = (host, getOptions) => {
  const root = packageRoot();
  const worker = join(root, "runtime", "worker.ts");
  const cache = ts.createModuleResolutionCache(root, (path) => path, getOptions());
  const resolve = (name: string, file: string): ts.ResolvedModule | undefined => {
    if (!SEEN.test(name) || (file === worker && name !== "./job.ts")) return undefined;
    if (OPENED_LATER.test(name) && SYSTEM.test(file)) return undefined;
    return ts.resolveModuleName(name, file, getOptions(), host, cache, undefined, ts.ModuleKind.ESNext).resolvedModule;
  };
  const types = (name: string): ts.ResolvedTypeReferenceDirective | undefined =>
    ts.resolveTypeReferenceDirective(name, worker, getOptions(), host).resolvedTypeReferenceDirective;
  return {
    resolveModuleNames: (names, file) => names.map((name) => resolve(name, file)),
    resolveTypeReferenceDirectives: (names) =>
      names
        .map((name) => (typeof name === "string" ? name : name.fileName))
        .map((name) => (name === "node" ? undefined : types(name))),
  };
};

/** Files, the runtime, and the packages whose types values and a target's surroundings have. */
const SEEN = /^(?:\.{1,2}\/|rdi\/|(?:decimal\.js|re2js|pino)$)/;

/** What a kind of target loads when it is opened. */
const OPENED_LATER = /^\.\/(?:sink|operations)\.ts$/;
const SYSTEM = /[\\/]sinks[\\/][^\\/]+[\\/]index\.ts$/;

/** A module as text, or as what it consists of; it replaces an earlier one with that path. */
export function addModule(
  program: Project,
  path: string,
  content: string | OptionalKind<SourceFileStructure>,
): SourceFile {
  return program.createSourceFile(join(packageRoot(), "emitted", path), content, { overwrite: true });
}

/** Makes room for another project. What modules import stays loaded. */
export function clearProgram(program: Project): void {
  for (const file of program.getSourceFiles()) program.removeSourceFile(file);
}

const COMPILER_OPTIONS: ts.CompilerOptions = {
  target: ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ModuleKind.NodeNext,
  moduleResolution: ModuleResolutionKind.NodeNext,
  customConditions: ["source"],
  types: ["node/buffer", "node/buffer.buffer"],
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
