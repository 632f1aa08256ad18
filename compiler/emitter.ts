import type { Emitter } from "./emit/emitter.ts";
import type { EmissionProgram } from "./program.ts";

/** An emitter that works in this thread. Where no module was made there is no program, and nothing to check. */
export function openEmitter(shared?: EmissionProgram): Emitter {
  let program = shared;
  const open = async (): Promise<EmissionProgram> => {
    program ??= (await import("./program.ts")).openProgram();
    return program;
  };
  const modules = () => import("./emit/emit-modules.ts");
  return {
    emitJob: async (job, path) => (await modules()).emitJob(job, path, await open()),
    emitWorker: async (parts) => (await modules()).emitWorker(parts, await open()),
    declareJobsProbe: async (parts) => (await modules()).declareJobsProbe(parts, await open()),
    async check() {
      if (program === undefined) return;
      const { clearProgram } = await import("./program.ts");
      const { typeCheck } = await import("./type-check.ts");
      typeCheck(program);
      clearProgram(program);
    },
  };
}
