import type { WorkerParts, WorkerProbeParts } from "./emit/emit-modules.ts";
import type { EmittedFile } from "./emit/module.ts";
import { InternalError } from "./internal-error.ts";
import type { JobPlan } from "./plan/ir.ts";

/** What is asked of the emitter's thread. Each gets one answer, in their order. */
export type EmissionRequest =
  | { readonly kind: "warmUp" }
  | { readonly kind: "job"; readonly job: JobPlan; readonly path: string }
  | { readonly kind: "worker"; readonly parts: WorkerParts }
  | { readonly kind: "probe"; readonly parts: WorkerProbeParts }
  | { readonly kind: "check" };

export type EmissionAnswer = { readonly file?: EmittedFile | undefined } | { readonly failure: EmissionFailure };

/** An error as another thread can read it. */
export interface EmissionFailure {
  readonly message: string;
  readonly stack: string | undefined;
  /** Of an `InternalError`. */
  readonly details: readonly string[] | undefined;
}

export function failureOf(error: unknown): EmissionFailure {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined, details: undefined };
  const details = error instanceof InternalError ? error.details : undefined;
  return { message: error.message, stack: error.stack, details };
}

export function errorOf({ message, stack, details }: EmissionFailure): Error {
  const error = details === undefined ? new Error(message) : new InternalError(message, details);
  if (stack !== undefined) error.stack = stack;
  return error;
}
