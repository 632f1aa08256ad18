import { Rejection } from "../values/rejection.ts";
import type { OwnedLane } from "./lane.ts";
import type { RejectedKey } from "./map-keys.ts";
import type { Part } from "./part.ts";
import type { Prepared } from "./prepare.ts";

/** With dead letters for keys that ended whoever tried them. */
export function withLetters(lane: OwnedLane, prepared: Prepared, keys: readonly string[]): Prepared {
  return { ...prepared, rejected: [...prepared.rejected, ...keys.map((key) => letterOf(lane, key))] };
}

/** Nothing is read. */
export function nothingOf(part: Part): Prepared {
  return {
    part,
    rest: undefined,
    readAt: undefined,
    ...{ mapped: [], rejected: [], gone: [], passedOver: [], postponed: [] },
    ...{ frozen: 0, unmatched: 0 },
  };
}

function letterOf({ route }: OwnedLane, key: string): RejectedKey {
  const { site } = route.job;
  const colon = site.lastIndexOf(":");
  const place = { file: site.slice(0, colon), line: Number(site.slice(colon + 1)), column: "@value" };
  const message =
    "each time that this key was tried by itself the worker, or its connection to the target, came to an end";
  return { key, rejection: new Rejection("RDI5024", message, place), captures: undefined, value: undefined };
}
