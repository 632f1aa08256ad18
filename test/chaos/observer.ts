import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Place } from "./place.ts";

/** What was highest while the run was under way. */
export interface Peaks {
  readonly max_lag_ms: number;
  readonly redis_footprint_peak_bytes: number;
  readonly worker_rss_peak_bytes: number;
}

export interface Observer {
  peaks(): Peaks;
  /** Looks until `stop` is aborted. */
  watch(stop: AbortSignal): Promise<void>;
}

const EVERY_MS = 500;
const BEATS = 8;

export function createObserver(place: Place): Observer {
  const peaks = { max_lag_ms: 0, redis_footprint_peak_bytes: 0, worker_rss_peak_bytes: 0 };
  return {
    peaks: () => peaks,
    watch: async (stop) => {
      const stopped = untilAborted(stop);
      while (!stop.aborted) {
        peaks.worker_rss_peak_bytes = Math.max(peaks.worker_rss_peak_bytes, memoryOf(place));
        await Promise.race([look(place, peaks).catch(() => undefined), stopped]);
        await sleep(EVERY_MS);
      }
    },
  };
}

type Mutable<Type> = { -readonly [Name in keyof Type]: Type[Name] };

async function look(place: Place, peaks: Mutable<Peaks>): Promise<void> {
  const lag = await beat(place);
  peaks.max_lag_ms = Math.max(peaks.max_lag_ms, lag);
  peaks.redis_footprint_peak_bytes = Math.max(peaks.redis_footprint_peak_bytes, await footprint(place));
}

/** The time since the oldest beat of which the target knows; the beats go on with every call. */
async function beat({ redis, database }: Place): Promise<number> {
  const { rows } = await database.query<{ at: string | null }>("SELECT min(at) AS at FROM chaos.beats");
  const before = rows[0]?.at ?? null;
  const lag = before === null ? 0 : Date.now() - Number(before) - EVERY_MS;
  const now = Date.now();
  await redis.mset(...Array.from({ length: BEATS }, (_, id) => [`beat:${id}`, now]).flat());
  return Math.max(0, lag);
}

async function footprint({ redis }: Place): Promise<number> {
  const keys = await redis.keys("rdi:*");
  const pipeline = redis.pipeline();
  for (const key of keys) pipeline.memory("USAGE", key);
  const replies = (await pipeline.exec()) ?? [];
  return replies.reduce((sum, [, bytes]) => sum + Number(bytes ?? 0), 0);
}

/** The peak of the worker that needs most; 0 where the system does not tell. */
function memoryOf({ workers }: Place): number {
  return Math.max(0, ...workers.members.map(({ process }) => peakOf(process.pid)));
}

function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
