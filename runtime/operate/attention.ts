import type { RouteStatus } from "./route-status.ts";
import type { Status } from "./status.ts";

/** Something that a person should look at. */
export interface Attention {
  /** Of docs/errors.md, where there is one. */
  readonly code: string | null;
  /** Null where it concerns all. */
  readonly route: string | null;
  readonly message: string;
  /** What to do first. */
  readonly hint: string;
}

const LAG_MS = 60_000;
/** Of its budget: what waits will soon be dropped, for a sweep to find. */
const NEARLY_FULL = 0.75;

export function attentionOf(status: Omit<Status, "attention">): readonly Attention[] {
  const { source, targets, routes } = status;
  const all = (code: string | null, message: string, hint: string): Attention => ({ code, route: null, message, hint });
  return [
    ...(source.capture.owner === null
      ? [all(null, "Nobody captures changes.", "Start a worker; nothing is lost meanwhile.")]
      : []),
    ...targets
      .filter(({ reachable }) => !reachable)
      .map(({ name, problem }) =>
        all("RDI5005", `Target ${name} can't be reached: ${problem}`, "Changes wait in Redis; bring the target back."),
      ),
    ...routes.flatMap(ofRoute),
  ];
}

function ofRoute(status: RouteStatus): readonly Attention[] {
  const { route, job, lanes, sweep, lastError, deadLetters, parked, lag, stream } = status;
  const found = (code: string | null, message: string, hint: string): Attention => ({ code, route, message, hint });
  const halted = lanes.some(({ state }) => state === "halted");
  const free = lanes.filter(({ owner }) => owner === null).length;
  const { missing = 0, owners = 0 } = sweep.progress ?? {};
  return [
    ...(halted
      ? [
          found(
            lastError?.code ?? "RDI5040",
            lastError?.message ?? "The route is halted.",
            "Repair it, then start the worker again.",
          ),
        ]
      : []),
    ...(!halted && free > 0
      ? [
          found(
            null,
            free === lanes.length ? "No worker owns its lanes." : `${free} of ${lanes.length} lanes have no owner.`,
            "Start a worker, or wait 10 s for the lease of one that died.",
          ),
        ]
      : []),
    ...(sweep.state === "waiting"
      ? [
          found(
            "RDI5042",
            `A sweep would remove ${missing} of ${owners} rows and waits.`,
            `Look at the source first, then: rdi resume PATH ${job} --accept-deletes`,
          ),
        ]
      : []),
    ...(deadLetters > 0
      ? [
          found(
            null,
            `${deadLetters} ${deadLetters === 1 ? "key is" : "keys are"} dead-lettered.`,
            `rdi dlq list PATH --job ${job}`,
          ),
        ]
      : []),
    ...(parked > 0
      ? [
          found(
            null,
            `${parked} ${parked === 1 ? "key is" : "keys are"} parked.`,
            "They are tried again by themselves; look at what they collide with.",
          ),
        ]
      : []),
    ...(stream.bytes > NEARLY_FULL * stream.budget
      ? [
          found(
            null,
            `The changes that wait take ${Math.round((100 * stream.bytes) / stream.budget)} % of their budget.`,
            "At the bound they are dropped, and a sweep finds them; see stream_budget.",
          ),
        ]
      : []),
    ...((lag ?? 0) > LAG_MS
      ? [
          found(
            null,
            `The oldest change waits for ${Math.round((lag ?? 0) / 1000)} s.`,
            "Look at the last error and the target's load.",
          ),
        ]
      : []),
  ];
}
