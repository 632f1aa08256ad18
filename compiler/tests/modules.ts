import { ts } from "ts-morph";
import type { JobModule } from "../../runtime/rehearse.ts";
import { jobModule } from "../emit/job-module.ts";
import { declareModule } from "../emit/module.ts";
import { nameFiles } from "../emit/project-files.ts";
import type { JobPlan } from "../plan/ir.ts";
import { openProgram } from "../program.ts";
import { jobStatements } from "../sql/job-statements.ts";

/** The modules that a build makes of the jobs, not laid out for people, as JavaScript that needs no loader. */
export function jobModules(jobs: readonly JobPlan[]): readonly JobModule[] {
  const program = openProgram();
  return nameFiles(jobs).map(({ job, file }) => {
    const { declarations } = jobModule(job, jobStatements(job));
    const text = declareModule(program, { path: file, header: "", declarations }).getFullText();
    return { path: file, code: ts.transpileModule(text, { compilerOptions: OPTIONS }).outputText };
  });
}

const OPTIONS: ts.CompilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS };
