import { tellError, type NoteWriter } from "../control/lane-notes.ts";
import type { ApplyContext, Route, RouteHalt } from "./route.ts";

export interface Halting extends Pick<ApplyContext, "metrics" | "log"> {
  readonly route: Route;
  readonly notes: NoteWriter;
}

/** Stops all lanes of a route until a person has looked. Only the first reason is told. */
export function haltRoute({ route, metrics, log, notes }: Halting, { code, message }: RouteHalt): void {
  if (route.state.halted !== undefined) return;
  route.state.halted = { code, message };
  metrics.routeHalted.set({ job: route.job.name, target: route.target }, 1);
  log.error({ code }, message);
  tellError(notes, code, message);
  route.state.halt.abort();
}
