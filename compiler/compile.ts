import type { Diagnostic } from "../grammar/diagnostic.ts";
import { parse as parseAnew, type Parsed } from "../grammar/parse.ts";
import type { SourceFile } from "../grammar/source.ts";
import type { Bundler } from "./bundle.ts";
import { check, type TestsPlan } from "./check/check.ts";
import type { Emitter } from "./emit/emitter.ts";
import type { EmittedFile } from "./emit/module.ts";
import { reuseNothing, type Reuse } from "./emit/reuse.ts";
import { openEmitter } from "./emitter.ts";
import { inOrder } from "./in-order.ts";
import type { Plan } from "./plan/ir.ts";

export interface CompileOptions {
  /** The project's name. */
  readonly project: string;
  /** Whether `worker.mjs` is made as well. */
  readonly bundle: boolean;
  /** The parser, or what remembers what it made. */
  readonly parse?: (source: SourceFile) => Parsed;
  /** Nothing by default. */
  readonly reuse?: Reuse;
  /** Files that the sources import, and what those import: their declarations are seen, their jobs are not built. */
  readonly imported?: readonly SourceFile[];
  /** What is known of the tables that are written. */
  readonly lock?: SourceFile | undefined;
  /** One for several projects is faster than one each. */
  readonly emitter?: Emitter;
  /** One that is kept is faster than a new one. */
  readonly bundler?: Bundler | undefined;
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
  const { emitProject } = await loadEmission();
  const { reuse = reuseNothing, emitter = openEmitter() } = options;
  const modules = await emitProject(analysis.plan, emitter, reuse);
  const work = [options.bundle ? bundleModules(modules, { ...options, reuse }) : [], emitter.check()] as const;
  // Where one fails the other ends as well, before anybody goes on.
  await Promise.allSettled(work);
  const [bundled] = await Promise.all(work);
  const { nativeFiles } = await import("./native-drivers.ts");
  const natives = options.bundle ? nativeFiles(analysis.plan) : [];
  return { ...analysis, files: [...modules, ...bundled, ...natives] };
}

/** Best before there is something else to do for this process: a module is read while others work. */
export async function loadEmission() {
  return { ...(await import("./emit/project-files.ts")), ...(await import("./emit/release.ts")) };
}

async function bundleModules(
  modules: readonly EmittedFile[],
  { reuse, bundler }: Pick<CompileOptions, "bundler"> & { readonly reuse: Reuse },
): Promise<readonly EmittedFile[]> {
  const { digestOf } = await loadEmission();
  return reuse.files({ paths: BUNDLE, parts: digestOf(modules) }, async () => {
    const { bundle } = bundler ?? (await import("./bundle.ts"));
    return (await bundle(modules, reuse.folder)).files;
  });
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
  {
    project,
    imported: others = [],
    lock,
    parse = parseAnew,
  }: Pick<CompileOptions, "project" | "imported" | "lock" | "parse">,
): Analysis {
  const parsed = [...sources, ...others].map((source) => parse(source));
  const syntax = parsed.flatMap((one) => one.diagnostics);
  const all = parsed.map((one) => one.file);
  const [files, imported] = [all.slice(0, sources.length), all.slice(sources.length)];
  const checked = check(files, { project, imported, incomplete: syntax.length > 0, lock });
  const order = [...all.map((file) => file.span.file), ...(lock === undefined ? [] : [lock])];
  const diagnostics = inOrder([...syntax, ...checked.diagnostics], order);
  return { plan: checked.plan, diagnostics, tests: checked.tests };
}
