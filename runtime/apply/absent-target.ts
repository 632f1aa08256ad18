import { createNoteWriter, tellError } from "../control/lane-notes.ts";
import { StartupError, coerceError } from "../errors.ts";
import type { Sink } from "../sinks/sink.ts";
import { createBackOff } from "./back-off.ts";
import { haltRoute } from "./halt.ts";
import { pause } from "./pause.ts";
import { RouteHalt, type ApplyContext, type Route } from "./route.ts";

/** A target that could not be reached when the worker started. */
export interface AbsentTarget {
  readonly sink: Sink;
  readonly error: StartupError;
}

const RETRY_MS = { min: 1_000, max: 30_000 };
const STATE = "not started, since its target can't be reached";

/** Whether it is only not there; a target that answers and is not as it must be is for a person to mend. */
export function isUnreachable(thrown: unknown): thrown is StartupError {
  return thrown instanceof StartupError && thrown.code === "RDI5005";
}

/**
 * Waits until the target is there and prepares it. Resolves true then; false when the worker stops, or when the target's routes are halted
 * because it is not as it must be.
 */
export async function arrival(
  context: ApplyContext,
  routes: readonly Route[],
  { sink, error }: AbsentTarget,
): Promise<boolean> {
  const { log, stopping } = context;
  const backOff = createBackOff(RETRY_MS.min, RETRY_MS.max);
  const [target] = routes.map((route) => route.target);
  const tell = (thrown: StartupError): void => {
    log.error({ code: thrown.code, target }, `the jobs that write to it wait, the others go on: ${thrown.message}`);
    for (const route of routes) void noteError(context, route, thrown);
  };
  for (const { state } of routes) for (let lane = 0; lane < context.lanes; lane++) state.lanes.set(lane, STATE);
  context.metrics.connected.set({ system: target ?? "" }, 0);
  let last = error;
  tell(last);
  while (!stopping.aborted) {
    await pause(RETRY_MS.min + backOff.next(), stopping);
    if (stopping.aborted) break;
    try {
      await sink.prepare(routes.flatMap(({ tables }) => tables));
      log.info({ target }, "the target can be reached now; the jobs that write to it start");
      return true;
    } catch (thrown) {
      if (!isUnreachable(thrown)) {
        for (const route of routes) await haltNow(context, route, thrown);
        return false;
      }
      if (thrown.message !== last.message) tell(thrown);
      last = thrown;
    }
  }
  return false;
}

async function haltNow(context: ApplyContext, route: Route, thrown: unknown): Promise<void> {
  const notes = notesOf(context, route);
  const code = thrown instanceof StartupError ? thrown.code : "RDI5040";
  haltRoute({ ...context, route, notes }, new RouteHalt(code, coerceError(thrown).message, thrown));
  await notes.close();
}

async function noteError(context: ApplyContext, route: Route, { code, message }: StartupError): Promise<void> {
  const notes = notesOf(context, route);
  tellError(notes, code, message);
  await notes.close();
}

function notesOf({ redis, laneKeys }: ApplyContext, route: Route) {
  return createNoteWriter(redis, laneKeys(0).notes(route.name));
}
