import type { Emitter } from "./emit/emitter.ts";
import { format } from "./emit/format.ts";
import type { EmittedFile } from "./emit/module.ts";
import { failureOf, type EmissionAnswer, type EmissionRequest } from "./emission-messages.ts";
import { openEmitter } from "./emitter.ts";
import { addModule, openProgram, type EmissionProgram } from "./program.ts";

/** What answers requests, all with one program. */
export function openAnswers(): (request: EmissionRequest) => Promise<EmissionAnswer> {
  const program = openProgram();
  const emitter = openEmitter(program);
  return async (request) => {
    try {
      return { file: await obey(request, emitter, program) };
    } catch (error) {
      return { failure: failureOf(error) };
    }
  };
}

async function obey(
  request: EmissionRequest,
  emitter: Emitter,
  program: EmissionProgram,
): Promise<EmittedFile | undefined> {
  switch (request.kind) {
    case "warmUp":
      addModule(program, "warm-up.ts", await format(WARM_UP));
      await emitter.check();
      return undefined;
    case "job":
      return emitter.emitJob(request.job, request.path);
    case "worker":
      return emitter.emitWorker(request.parts);
    case "probe":
      await emitter.declareJobsProbe(request.parts);
      return undefined;
    case "check":
      await emitter.check();
      return undefined;
  }
}

/** What every module needs: the types of the runtime and those of the language. */
const WARM_UP = 'import type { Job } from "rdi/runtime";\n\nexport const jobs: readonly Job[] = [];\n';
