import { join } from "node:path";
import { getHeapStatistics } from "node:v8";
import { Worker } from "node:worker_threads";
import type { Emitter } from "./emit/emitter.ts";
import type { EmittedFile } from "./emit/module.ts";
import { errorOf, type EmissionAnswer, type EmissionRequest } from "./emission-messages.ts";
import { packageRoot } from "./package-root.ts";

/** An emitter in a thread of its own, which type-checks while this one waits for esbuild. */
export interface ThreadedEmitter extends Emitter {
  /** Starts the thread, if something will be asked of it: what it needs is loaded while this thread analyses. */
  warmUp(): void;
  close(): Promise<void>;
}

/** The thread is started when it is first asked for something. */
export function openThreadedEmitter(): ThreadedEmitter {
  let thread: Thread | undefined;
  let hasMade = false;
  const ask = (request: EmissionRequest): Promise<EmittedFile | undefined> => {
    thread ??= startThread();
    hasMade = request.kind !== "warmUp" && request.kind !== "check";
    return thread.ask(request);
  };
  return {
    emitJob: async (job, path) => made(await ask({ kind: "job", job, path })),
    emitWorker: async (parts) => made(await ask({ kind: "worker", parts })),
    declareJobsProbe: async (parts) => void (await ask({ kind: "probe", parts })),
    check: async () => void (hasMade && (await ask({ kind: "check" }))),
    // Whatever goes wrong goes wrong again with the first request that somebody waits for.
    warmUp: () => void (thread === undefined && ask({ kind: "warmUp" }).catch(() => undefined)),
    close: async () => thread?.close(),
  };
}

function made(file: EmittedFile | undefined): EmittedFile {
  if (file === undefined) throw new Error("the emitter answered without a file");
  return file;
}

interface Thread {
  readonly ask: (request: EmissionRequest) => Promise<EmittedFile | undefined>;
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly resolve: (file: EmittedFile | undefined) => void;
  readonly reject: (error: unknown) => void;
}

function startThread(): Thread {
  const worker = new Worker(join(packageRoot(), "compiler", "emission-thread.mjs"), {
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: heapLimit() },
  });
  const waiting: Waiting[] = [];
  let ended: unknown;
  const end = (error: unknown): void => {
    ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on("message", (answer: EmissionAnswer) => {
    const asked = waiting.shift();
    if ("failure" in answer) asked?.reject(errorOf(answer.failure));
    else asked?.resolve(answer.file);
  });
  worker.on("error", end);
  worker.on("exit", () => end(new Error("the emitter's thread has ended")));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        waiting.push({ resolve, reject });
        worker.postMessage(request);
      }),
    close: async () => void (await worker.terminate()),
  };
}

/** A compiler makes much that it soon forgets, which costs least where there is room. */
const YOUNG_MB = 96;
const MEBIBYTE = 1024 ** 2;

/** As much as this thread may have. */
function heapLimit(): number {
  return Math.round(getHeapStatistics().heap_size_limit / MEBIBYTE);
}
