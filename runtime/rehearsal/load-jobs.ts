import { compileFunction } from "node:vm";
import type { Job } from "../job.ts";
import { keyState, on } from "../key-states.ts";
import * as systems from "../sinks/systems.ts";
import * as values from "../values/index.ts";

/** The module of a job as the compiler emits it, in JavaScript with `require` and `exports`. */
export interface JobModule {
  readonly path: string;
  readonly code: string;
}

/** What generated modules import, but for what starts a worker. */
const RUNTIME = { ...values, ...systems, keyState, on };

/** Evaluates the modules of a project's jobs here, with this runtime. Each exports one job. */
export function loadJobs(modules: readonly JobModule[]): readonly Job[] {
  return modules.map(({ path, code }) => {
    const exports: Record<string, unknown> = {};
    const evaluate = compileFunction(code, ["require", "exports"], { filename: path });
    evaluate((name: string): object => imported(name, path), exports);
    const job = Object.values(exports).find(isJob);
    if (job === undefined) throw new Error(`${path} exports no job`);
    return job;
  });
}

function imported(name: string, path: string): object {
  if (name !== "rdi/runtime") throw new Error(`${path} imports ${name}`);
  return RUNTIME;
}

function isJob(value: unknown): value is Job {
  return typeof value === "object" && value !== null && "read" in value && "tables" in value;
}
