import type { JobPlan } from "../plan/ir.ts";
import type { WorkerParts, WorkerProbeParts } from "./emit-modules.ts";
import type { EmittedFile } from "./module.ts";

/** Makes modules, and a program of them that can be type-checked. Loads what that takes when it is first asked for something. */
export interface Emitter {
  /** The module of one job. */
  emitJob(job: JobPlan, path: string): Promise<EmittedFile>;
  /** `worker.ts` without its release. */
  emitWorker(parts: WorkerParts): Promise<EmittedFile>;
  /** Where `worker.ts` is reused. */
  declareJobsProbe(parts: WorkerProbeParts): Promise<void>;
  /** Type-checks what was made, and makes room for another project. Throws `InternalError`. */
  check(): Promise<void>;
}
