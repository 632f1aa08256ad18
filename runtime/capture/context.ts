import type { LaneKeys } from "../control/keys.ts";
import type { CaptureLease } from "./capture-lease.ts";
import type {
  CaptureEvents,
  CaptureLimits,
  CaptureLog,
  CaptureOptions,
  CapturePhase,
  CaptureRoute,
} from "./capture-options.ts";
import type { RedisAddress } from "./redis-url.ts";

/** What all sessions of a capture share. */
export interface CaptureContext {
  readonly address: RedisAddress;
  readonly routes: readonly CaptureRoute[];
  readonly keys: CaptureOptions["keys"];
  readonly lanes: readonly LaneKeys[];
  readonly lease: CaptureLease;
  readonly openClient: CaptureOptions["openClient"];
  readonly limits: CaptureLimits;
  readonly log: CaptureLog;
  readonly events: CaptureEvents;
  /** Aborted when capture is to stop. */
  readonly signal: AbortSignal;
  setPhase(phase: CapturePhase): void;
}
