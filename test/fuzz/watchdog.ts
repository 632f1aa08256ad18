import { Worker } from "node:worker_threads";

/** Ends the process, and says what it was at, when one input keeps it for too long: an endless loop can't be caught from inside. */
export interface Watchdog {
  /** Says which input comes next. */
  readonly next: (index: number) => void;
  readonly stop: () => Promise<void>;
}

const program = `
  const { workerData: { state, seconds, seed } } = require("node:worker_threads");
  const { writeSync } = require("node:fs");
  let last = -1;
  let since = Date.now();
  setInterval(() => {
    const index = Atomics.load(state, 0);
    if (index !== last) [last, since] = [index, Date.now()];
    if (Date.now() - since < seconds * 1000) return;
    writeSync(2, \`seed \${seed}, input \${index}: still at work after \${seconds} s\\n\`);
    process.kill(process.pid, "SIGKILL");
  }, 500);
`;

export function startWatchdog({ seed, seconds }: { readonly seed: number; readonly seconds: number }): Watchdog {
  const state = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(program, { eval: true, workerData: { state, seconds, seed }, execArgv: [] });
  worker.unref();
  return {
    next: (index) => void Atomics.store(state, 0, index),
    stop: async () => void (await worker.terminate()),
  };
}
