import type { BackfillProgress } from "../../runtime/operate.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { operate, printObject, type OperatingOptions } from "./operated.ts";
import type { Output } from "./output.ts";
import { duration } from "./shown.ts";

export interface BackfillOptions extends OperatingOptions {
  /** Follow until it is done. */
  readonly wait: boolean;
}

/** Asks for a sweep. With `--wait` it ends with 0 when all are done, with 1 when the brake holds one. */
export function backfillCommand(
  path: string,
  job: string,
  options: BackfillOptions,
  output: Output,
): Promise<ExitCode> {
  return operate(path, options, output, async (project) => {
    const { followSweeps, requestSweep } = await import("../../runtime/operate.ts");
    const routes = await requestSweep(project, job);
    if (!options.json) {
      for (const { route, asked } of routes) output.out(`${route}: ${asked ? ASKED : NEVER_LOADED}\n`);
      if (!options.wait) output.out(`Follow it with rdi status ${path} --watch.\n`);
    }
    let last: readonly BackfillProgress[] = [];
    if (options.wait) {
      await followSweeps(project, job, (progress) => {
        last = progress;
        if (!options.json) output.err(progress.map(progressLine).join(""));
        return !progress.some(isHeld);
      });
    }
    if (options.json) printObject({ routes: options.wait ? last : routes }, output);
    else for (const one of last.filter(isHeld)) output.err(heldText(path, one));
    return last.some(isHeld) ? EXIT.diagnostics : EXIT.ok;
  });
}

const ASKED = "a sweep will read every key and every row.";
const NEVER_LOADED = "nothing was loaded yet; the first load does it when a worker runs.";

function isHeld({ sweep }: BackfillProgress): boolean {
  return sweep?.phase === "waiting";
}

function heldText(path: string, { route, sweep }: BackfillProgress): string {
  return `RDI5042: ${route}: the sweep would remove ${sweep?.missing} of ${sweep?.owners} rows and waits.\n  Look at the source first, then: rdi resume ${path} ${route} --accept-deletes\n`;
}

/** `customers.warehouse: 12000 keys, 40 %, 3000 keys/s, 6 s left` */
function progressLine({ route, done, worked, sweep }: BackfillProgress): string {
  if (done) return `${route}: done\n`;
  if (sweep === undefined) return `${route}: ${worked ? "about to begin" : "waits: no worker owns its first lane"}\n`;
  const parts = [
    `${sweep.keys} keys`,
    `${Math.floor(100 * sweep.share)} %`,
    ...(sweep.perSecond > 0 ? [`${sweep.perSecond} ${sweep.phase === "keys" ? "keys" : "rows"}/s`] : []),
    ...(sweep.left === undefined || sweep.left === 0 ? [] : [`${duration(sweep.left)} left`]),
    ...(sweep.phase === "keys" ? [] : [PHASES[sweep.phase]]),
  ];
  return `${route}: ${parts.join(", ")}\n`;
}

const PHASES = {
  count: "counts rows whose key is gone",
  rows: "looks for rows whose key is gone",
  waiting: "is held by the brake",
  draining: "waits until the worker has written what it named",
  done: "is done",
} as const;
