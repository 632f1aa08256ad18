import type { Diagnostic } from "../grammar/diagnostic.ts";
import { parse } from "../grammar/parse.ts";
import type { SourceFile } from "../grammar/source.ts";
import { check } from "./check/check.ts";
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
  /** One for several projects is faster than one each. */
  readonly program?: EmissionProgram;
}

export interface Analysis {
  /** Undefined where there are errors. */
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Compilation extends Analysis {
  /** Relative to the project's output folder; none where there are errors. */
  readonly files: readonly EmittedFile[];
}

/** Texts to files: parse → check → plan → emit → type-check → bundle. Touches no file of the user's. */
export async function compile(sources: readonly SourceFile[], options: CompileOptions): Promise<Compilation> {
  const analysis = analyze(sources, options.project);
  if (analysis.plan === undefined) return { ...analysis, files: [] };
  const { openProgram, clearProgram } = await import("./program.ts");
  const { emitProject } = await import("./emit/project-files.ts");
  const { typeCheck } = await import("./type-check.ts");
  const { reuse = reuseNothing, program = openProgram() } = options;
  const modules = await emitProject(analysis.plan, program, reuse);
  typeCheck(program);
  clearProgram(program);
  if (!options.bundle) return { ...analysis, files: modules };
  const bundled = await reuse.files(BUNDLE, modules, async () => {
    const { bundle } = await import("./bundle.ts");
    return (await bundle(modules)).files;
  });
  return { ...analysis, files: [...modules, ...bundled] };
}

const BUNDLE = ["worker.mjs", "worker.mjs.map"];

/** Texts to a plan and everything that is to be said about them. */
export function analyze(sources: readonly SourceFile[], project: string): Analysis {
  const parsed = sources.map(parse);
  const syntax = parsed.flatMap((one) => one.diagnostics);
  const files = parsed.map((one) => one.file);
  const checked = check(files, { project, incomplete: syntax.length > 0 });
  const order = files.map((file) => file.span.file);
  return { plan: checked.plan, diagnostics: inOrder([...syntax, ...checked.diagnostics], order) };
}
