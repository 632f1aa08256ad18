import { Redis } from "ioredis";
import type { Capture, CaptureOptions, CaptureRoute } from "../../runtime/capture/capture-options.ts";
import { startCapture } from "../../runtime/capture/capture.ts";
import { laneKeys, type LaneKeys } from "../../runtime/control/keys.ts";
import { decodeEntry } from "../../runtime/control/stream-entry.ts";
import { eventually } from "../support/eventually.ts";

/** A route of its own that watches all keys with the prefix. */
export function routeOn(prefix: string, name = "job.target"): CaptureRoute {
  const pattern = { text: `${prefix}{rest}`, regex: new RegExp(`^${prefix}(.*)$`, "s"), prefix, glob: `${prefix}*` };
  return { name, job: name.split(".")[0] ?? name, pattern };
}

export interface Watching {
  readonly capture: Capture;
  /** What happened, as short lines: `attached resume`, `raised job.target first_load` … */
  readonly events: readonly string[];
  readonly lanes: readonly LaneKeys[];
}

export type Wish = Pick<CaptureOptions, "url" | "project"> & Partial<CaptureOptions>;

/** Starts capture; the test waits for `ready` and stops it. */
export function watch(wish: Wish): Watching {
  const events: string[] = [];
  const options: CaptureOptions = {
    routes: [routeOn("k:")],
    lanes: 1,
    limits: { retryMinMs: 20, retryMaxMs: 200, idleMs: 50, leaseMs: 3000, ...wish.limits },
    ...withoutLimits(wish),
    events: {
      phase: (phase) => events.push(`phase ${phase}`),
      attached: (mode, causes) => events.push(["attached", mode, ...causes].join(" ")),
      raised: (route, _lane, cause) => events.push(`raised ${route} ${cause}`),
      unmatched: (job, key) => events.push(`unmatched ${job} ${key}`),
      refused: (reason) => events.push(`refused ${reason.split(" ")[0]}`),
      failed: (error) => events.push(`failed ${error.message}`),
    },
  };
  const lanes = Array.from({ length: options.lanes }, (_, lane) => laneKeys(options.project, lane, options.lanes));
  return { capture: startCapture(options), events, lanes };
}

function withoutLimits({ limits: _, ...rest }: Wish): Omit<Wish, "limits"> {
  return rest;
}

export function connect(url: string, database = 0): Redis {
  const redis = new Redis(`${url}/${database}`, { protocol: 2, maxRetriesPerRequest: null, retryStrategy: () => 50 });
  // Tests stop servers on purpose; commands wait until they are back.
  return redis.on("error", () => undefined);
}

/** All keys that the route's streams name, in order, with repetitions. */
export async function named(
  redis: Redis,
  lanes: readonly LaneKeys[],
  route = "job.target",
): Promise<readonly string[]> {
  const keys: string[] = [];
  for (const lane of lanes) {
    for (const [id, fields] of await redis.xrangeBuffer(lane.stream(route), "-", "+")) {
      keys.push(...(decodeEntry(id, fields)?.keys ?? ["malformed entry"]));
    }
  }
  return keys;
}

/** Waits until the streams name the key. */
export async function untilNamed(redis: Redis, lanes: readonly LaneKeys[], key: string): Promise<readonly string[]> {
  let keys: readonly string[] = [];
  await until(async () => (keys = await named(redis, lanes)).includes(key), `a stream names ${key}`);
  return keys;
}

export async function until(holds: () => boolean | Promise<boolean>, what: string, within = 15_000): Promise<void> {
  await eventually(what, holds, { within, every: 5 });
}

/** `needed` and `cause` of the first lane's sweep. */
export async function sweepOf(redis: Redis, lanes: readonly LaneKeys[], route = "job.target") {
  const [lane] = lanes;
  const { needed, cause } = lane ? await redis.hgetall(lane.sweep(route)) : {};
  return { needed: Number(needed ?? 0), cause };
}

/** A number of INFO. */
export async function infoNumber(redis: Redis, name: string): Promise<number> {
  return Number(new RegExp(`^${name}:(\\d+)`, "m").exec(await redis.info("everything"))?.[1]);
}
