import { setTimeout as sleep } from "node:timers/promises";
import { projectKeys } from "../control/keys.ts";
import { ownerToken } from "../control/owner-token.ts";
import { coerceError, StartupError } from "../errors.ts";
import {
  type Capture,
  type CaptureOptions,
  type CapturePhase,
  type CaptureState,
  DEFAULT_LIMITS,
} from "./capture-options.ts";
import type { CaptureContext } from "./context.ts";
import { allLaneKeys } from "./lane-book.ts";
import { OutOfStepError } from "./link-errors.ts";
import { parseRedisUrl } from "./redis-url.ts";
import { runSession, type SessionView } from "./session.ts";

/**
 * Captures changed keys from the replication stream into the routes' streams, in sessions. A session has an ordinary connection and a
 * replication link; when either fails, or the lease is lost, all of it is thrown away, changed keys included, and the next
 * session begins from what Redis itself says:
 *
 *     connecting ──▶ waiting ──lease──▶ attaching ──────────────▶ streaming ◀──▶ refused
 *         ▲          (another            read positions back,         │         (Redis takes no writes)
 *         │           captures)          PSYNC from the lowest        │
 *         └───────────────────── backing_off ◀── any failure ─────────┤
 *                                (jitter)                             └──stop()──▶ last flush ──▶ stopped
 *
 * A StartupError before the first session streams is final, but for a server that was reached before and went away; later ones are
 * retried like every failure.
 */
export function startCapture(options: CaptureOptions): Capture {
  const stopping = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal;
  let phase: CapturePhase = "connecting";
  let lastError: Error | undefined;
  let settle = { resolve: () => {}, reject: (_: Error) => {} };
  const ready = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
  // A caller that only looks at state() must not be ended by this.
  ready.catch(() => undefined);
  const view: SessionView = {
    streaming: undefined,
    mode: undefined,
    evictionPolicy: undefined,
    connected: false,
    distrusted: false,
    onReady: settle.resolve,
  };
  const context = createContext(options, signal, (next) => {
    if (next === phase) return;
    phase = next;
    options.events?.phase?.(next);
  });

  const ended = runSessions(context, view, (error) => (lastError = error)).then(settle.reject);

  return {
    ready,
    async stop() {
      stopping.abort();
      await ended;
    },
    state: () => describe(view, phase, lastError),
  };
}

/** Resolves, with the reason for those who still wait for readiness, when there will be no further session. */
async function runSessions(context: CaptureContext, view: SessionView, note: (error: Error) => void): Promise<Error> {
  const { signal, log, events, limits } = context;
  let failures = 0;
  while (!signal.aborted) {
    view.streaming = undefined;
    const began = performance.now();
    const error = await runSession(context, view).catch(coerceError);
    if (error === undefined || signal.aborted) break;
    note(error);
    view.distrusted ||= error instanceof OutOfStepError;
    if (isFinal(error, view)) {
      context.setPhase("stopped");
      return error;
    }
    log.warn({ reason: error.message }, "capture was interrupted and will be tried again");
    events.failed?.(error);
    context.setPhase("backing_off");
    failures = performance.now() - began > limits.retryMaxMs ? 1 : failures + 1;
    await sleep(backOff(failures, limits), undefined, { signal }).catch(() => undefined);
  }
  context.setPhase("stopped");
  return new Error("capture was stopped");
}

function isFinal(error: Error, { mode, connected }: SessionView): boolean {
  return error instanceof StartupError && mode === undefined && !(connected && error.code === "RDI5002");
}

/** Between half and all of a pause that doubles with every failure. */
function backOff(failures: number, limits: { readonly retryMinMs: number; readonly retryMaxMs: number }): number {
  const full = Math.min(limits.retryMaxMs, limits.retryMinMs * 2 ** (failures - 1));
  return full * (0.5 + Math.random() / 2);
}

function createContext(
  options: CaptureOptions,
  signal: AbortSignal,
  setPhase: (phase: CapturePhase) => void,
): CaptureContext {
  const { url, project, lanes, routes, keys, openClient, events = {}, log = { info() {}, warn() {} } } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  return {
    address: parseRedisUrl(url),
    routes,
    keys,
    lanes: allLaneKeys(project, lanes),
    lease: {
      key: projectKeys(project).captureLease,
      token: ownerToken(),
      ms: limits.leaseMs,
    },
    openClient,
    limits,
    log,
    events,
    signal,
    setPhase,
  };
}

function describe(view: SessionView, phase: CapturePhase, lastError: Error | undefined): CaptureState {
  const { streaming, mode, evictionPolicy } = view;
  const position = streaming?.reader.position();
  return {
    phase,
    mode,
    replid: position?.replid,
    offset: position?.offset,
    lanes: streaming?.book.lanes.map((lane) => lane.position.offset) ?? [],
    pendingKeys: streaming?.dirty.size ?? 0,
    evictionPolicy,
    lastError,
  };
}
