import { pause } from "../apply/pause.ts";
import { isAccepted, readMarks } from "./marks.ts";
import { missingKeys } from "./missing-keys.ts";
import type { PassPlace } from "./pass.ts";
import type { Running } from "./sweep.ts";

/** A sweep that would remove more rows than this share, and more than this number, waits until somebody accepts it. */
const BRAKE_SHARE = 0.1;
const BRAKE_FLOOR = 100;
const ASK_AGAIN_MS = 1_000;
/** So often a waiting sweep counts again: the keys may have come back. */
const COUNT_AGAIN = 30;

type Count = Extract<PassPlace, { readonly kind: "count" }>;

const FROM_THE_START: Count = { kind: "count", after: undefined, owners: 0, missing: 0 };

/** Counts the rows whose key is gone, and waits while they are too many and nobody has accepted that they go. */
export async function brake(running: Running, place: Count): Promise<PassPlace> {
  const { context, route, lanes, pass, signal, progress } = running;
  const gauge = context.metrics.sweepWaiting.labels({ job: route.job.name, target: route.target });
  try {
    for (let round = 0; ; round++) {
      if (isAccepted(await readMarks(context.redis, route.name, lanes), pass.needed)) return rowsWith(undefined);
      if (round % COUNT_AGAIN === 0) {
        const counted = await count(running, round === 0 ? place : FROM_THE_START);
        const limit = Math.max(BRAKE_FLOOR, BRAKE_SHARE * counted.owners);
        progress.counted(counted.owners);
        if (counted.missing <= limit) return rowsWith(limit);
        gauge.set(1);
        alarm(running, counted);
        progress.waiting(counted.missing, counted.owners);
        await running.reached(FROM_THE_START, true);
      }
      await pause(ASK_AGAIN_MS, signal);
      signal.throwIfAborted();
    }
  } finally {
    gauge.set(0);
    route.state.waitingForAccept = undefined;
  }
}

function rowsWith(left: number | undefined): PassPlace {
  return { kind: "rows", after: undefined, left };
}

async function count(running: Running, { after, owners: before, missing: gone }: Count): Promise<Count> {
  const { context, route, signal, progress } = running;
  let owners = before;
  let missing = gone;
  progress.phase("count");
  for await (const page of missingKeys(context.redis, route, { signal, from: after })) {
    owners += page.owners;
    missing += page.missing.length;
    progress.looked(page.owners);
    await running.reached({ kind: "count", after: page.place, owners, missing });
  }
  return { ...FROM_THE_START, owners, missing };
}

function alarm({ context, route }: Running, { missing, owners }: Count): void {
  const message = `A sweep of ${route.name} would remove ${missing} of ${owners} rows. Nothing is removed until somebody runs: rdi resume ${route.name} --accept-deletes`;
  if (route.state.waitingForAccept === undefined)
    context.log.error({ route: route.name, code: "RDI5042", missing, owners }, message);
  route.state.waitingForAccept = message;
}
