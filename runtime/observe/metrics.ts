import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/**
 * All metrics of a worker, in a registry of its own. `rdi_incoming_entries`, `rdi_engine_state` and `rdi_stream_event_latency_ms`
 * keep the names that existing dashboards know. There `data_source` is the route (`job.target`); inserts are counted as `updated`,
 * since an upsert does not tell them apart.
 */
export type Metrics = ReturnType<typeof createMetrics>;

const ROUTE = ["job", "target"] as const;

export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter<Label>({ name, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge<Label>({ name, help, labelNames, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: number[],
  ) => new Histogram<Label>({ name, help, labelNames, buckets, registers });

  return {
    registry,
    incomingEntries: gauge("rdi_incoming_entries", "Keys by what became of them.", ["data_source", "operation"]),
    engineState: gauge("rdi_engine_state", "1 for the state that the engine is in.", ["state", "sync_mode"]),
    streamEventLatency: gauge("rdi_stream_event_latency_ms", "Age of the oldest stream entry that is not applied.", [
      "data_source",
    ]),
    changesCaptured: counter("rdi_changes_captured_total", "Changed keys written to the streams of all routes.", []),
    keysRead: counter("rdi_keys_read_total", "Keys whose values were read from Redis.", ROUTE),
    keysFrozen: counter("rdi_keys_frozen_total", "Keys that `skip when` left as they are.", ROUTE),
    rowsUpserted: counter("rdi_rows_upserted_total", "Rows inserted or changed in the target.", ROUTE),
    rowsRemoved: counter("rdi_rows_removed_total", "Rows removed from the target.", ROUTE),
    batches: counter("rdi_batches_total", "Transactions committed in the target.", ROUTE),
    batchKeys: histogram("rdi_batch_keys", "Keys a batch.", ROUTE, [1, 5, 10, 50, 100, 250, 500, 1000, 5000]),
    commitSeconds: histogram(
      "rdi_commit_seconds",
      "Time to write one batch.",
      ROUTE,
      [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    ),
    lagSeconds: histogram(
      "rdi_lag_seconds",
      "From the stream entry to its commit.",
      ROUTE,
      [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300],
    ),
    deadLetters: gauge("rdi_dead_letters", "Dead letters of the lanes that this worker owns.", [...ROUTE, "lane"]),
    parkedKeys: gauge("rdi_parked_keys", "Parked keys of the lanes that this worker owns.", [...ROUTE, "lane"]),
    deadLettersTotal: counter("rdi_dead_letters_total", "Keys that were dead-lettered.", [...ROUTE, "code"]),
    dropped: counter(
      "rdi_rejects_dropped_total",
      "Rejected keys that on_reject: drop passed over, and dead letters dropped at the bound.",
      [...ROUTE, "code"],
    ),
    parkedTotal: counter("rdi_parked_keys_total", "Keys that were parked.", [...ROUTE, "code"]),
    retries: counter("rdi_retries_total", "Repeated attempts by class of error.", [...ROUTE, "class"]),
    routeHalted: gauge("rdi_route_halted", "1 while a route waits for a person.", ROUTE),
    connected: gauge("rdi_connected", "1 while connected.", ["system"]),
    sweeps: counter("rdi_sweeps_total", "Sweeps begun.", [...ROUTE, "cause"]),
    sweepKeys: counter("rdi_sweep_keys_total", "Keys named by sweeps, by direction (source, target).", [
      ...ROUTE,
      "direction",
    ]),
    gaps: counter("rdi_gaps_total", "Gaps in histories and appended rows, by cause.", [...ROUTE, "cause"]),
    sweepWaiting: gauge(
      "rdi_sweep_waiting_for_accept",
      "1 while a sweep that would remove too many rows waits.",
      ROUTE,
    ),
    keysUnmatched: counter("rdi_keys_unmatched_total", "Keys that begin like the pattern and don't match it.", ["job"]),
    streamEntries: gauge("rdi_stream_entries", "Stream entries that are not applied.", ROUTE),
    streamBytes: gauge("rdi_stream_bytes", "What the changes that wait take in Redis, by our count.", ROUTE),
    streamBudget: gauge("rdi_stream_budget_bytes", "What they may take, of all lanes.", ROUTE),
    overflows: counter(
      "rdi_overflows_total",
      "Times that changes which waited were dropped for a sweep to find, since they reached a budget.",
      ROUTE,
    ),
    controlKeysLost: counter(
      "rdi_control_keys_lost_total",
      "Keys of ours that somebody removed or changed, by what they held; each is swept for.",
      ["what"],
    ),
    lanesOwned: gauge("rdi_lanes_owned", "Lanes that this worker owns.", ROUTE),
  };
}
