import type { Diagnostic } from "../grammar/diagnostic.ts";
import { parse } from "../grammar/parse.ts";
import type { SourceFile } from "../grammar/source.ts";
import type { Bundler, BundlingOptions } from "./bundle.ts";
import { check, type TestsPlan } from "./check/check.ts";
import type { EmittedFile } from "./emit/module.ts";
import { reuseNothing, type Reuse } from "./emit/reuse.ts";
import { inOrder } from "./in-order.ts";
import type { Plan } from "./plan/ir.ts";
import type { EmissionProgram } from "./program.ts";

export interface CompileOptions {
  /** The project's name. */
  readonly project: string;
  /** Whether `worker.mjs` is made as well. */
  readonly bundle: boolean;
  /** Nothing by default. */
  readonly reuse?: Reuse;
  /** Files that the sources import, and what those import: their declarations are seen, their jobs are not built. */
  readonly imported?: readonly SourceFile[];
  /** What is known of the tables that are written. */
  readonly lock?: SourceFile | undefined;
  /** One for several projects is faster than one each. */
  readonly program?: EmissionProgram;
  /** One that is kept is faster than a new one. */
  readonly bundler?: Bundler;
}

export interface Analysis {
  /** Undefined where there are errors. */
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The project's tests; undefined where there are none, or errors. */
  readonly tests?: TestsPlan | undefined;
}

export interface Compilation extends Analysis {
  /** Relative to the project's output folder; none where there are errors. */
  readonly files: readonly EmittedFile[];
}

/** Texts to files: parse → check → plan → emit → type-check → bundle. Touches no file of the user's. */
export async function compile(sources: readonly SourceFile[], options: CompileOptions): Promise<Compilation> {
  const analysis = analyzeWith(sources, options);
  if (analysis.plan === undefined) return { ...analysis, files: [] };
  const { emitProject } = await import("./emit/project-files.ts");
  const { digestOf } = await import("./emit/release.ts");
  const { reuse = reuseNothing } = options;
  const typeChecker = typeCheckerOf(options.program);
  const modules = await emitProject(analysis.plan, typeChecker.open, reuse);
  const bundled = options.bundle
    ? await reuse.files({ paths: BUNDLE, parts: digestOf(modules) }, () =>
        bundleModules(modules, { folder: reuse.folder, meanwhile: typeChecker.check }, options.bundler),
      )
    : [];
  await typeChecker.check();
  return { ...analysis, files: [...modules, ...bundled] };
}

interface TypeChecker {
  readonly open: () => Promise<EmissionProgram>;
  /** Only its first call does something. While esbuild links, this thread would only wait. */
  readonly check: () => Promise<void>;
}

/** Where no module was made there is no program, and nothing to check. */
function typeCheckerOf(shared: EmissionProgram | undefined): TypeChecker {
  let program: EmissionProgram | undefined;
  return {
    async open() {
      program ??= shared ?? (await import("./program.ts")).openProgram();
      return program;
    },
    async check() {
      if (program === undefined) return;
      const { clearProgram } = await import("./program.ts");
      const { typeCheck } = await import("./type-check.ts");
      typeCheck(program);
      clearProgram(program);
    },
  };
}

async function bundleModules(
  modules: readonly EmittedFile[],
  how: BundlingOptions,
  bundler: Bundler | undefined,
): Promise<readonly EmittedFile[]> {
  const { bundle } = bundler ?? (await import("./bundle.ts"));
  return (await bundle(modules, how)).files;
}

const BUNDLE = ["worker.mjs", "worker.mjs.map"];

/** Texts to a plan and everything that is to be said about them, without a look at the tables that are written. */
export function analyze(
  sources: readonly SourceFile[],
  project: string,
  imported: readonly SourceFile[] = [],
): Analysis {
  return analyzeWith(sources, { project, imported });
}

/** The same with the schema lock file, if there is one. */
export function analyzeWith(
  sources: readonly SourceFile[],
  { project, imported: others = [], lock }: Pick<CompileOptions, "project" | "imported" | "lock">,
): Analysis {
  const parsed = [...sources, ...others].map(parse);
  const syntax = parsed.flatMap((one) => one.diagnostics);
  const all = parsed.map((one) => one.file);
  const [files, imported] = [all.slice(0, sources.length), all.slice(sources.length)];
  const checked = check(files, { project, imported, incomplete: syntax.length > 0, lock });
  const order = [...all.map((file) => file.span.file), ...(lock === undefined ? [] : [lock])];
  const diagnostics = inOrder([...syntax, ...checked.diagnostics], order);
  return { plan: checked.plan, diagnostics, tests: checked.tests };
}
