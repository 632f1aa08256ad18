import type { Fault } from "./place.ts";

/**
 * Kinds of fault that the product does not survive yet, with the reason. They are left out unless `--only` names them, and every run prints them by
 * name, so that none is forgotten.
 */
export interface NotYet {
  readonly what: string;
  readonly why: string;
  /** Undefined where the fault can't be made before there is something to break. */
  readonly fault: Fault | undefined;
}

export const NOT_YET: readonly NotYet[] = [
  {
    what: "Sentinel asked by the worker, replica preferred",
    why: "not run: workers reach the primary through proxies that follow it, as a service's address does; test/live has tests of both",
    fault: undefined,
  },
];

export const NOT_YET_FAULTS: readonly Fault[] = NOT_YET.flatMap(({ fault }) => fault ?? []);
