import type { Redis } from "ioredis";
import { runScript, type LuaScript } from "../apply/lua.ts";
import type { LaneKeys } from "../control/keys.ts";
import type { OwnersPlace } from "./missing-keys.ts";
import type { ScanPlace } from "./scan-keys.ts";

/**
 * How far a sweep has come. Everything before that place is named in the streams, so whoever finds it goes on from there; what it says late or twice costs only time.
 *
 *   keys ──▶ count ──below the brake, or accepted──▶ rows ──▶ draining
 *              ▲                                      │
 *              └─ more are gone than were let through ┘
 */
export interface Pass {
  readonly token: string;
  readonly release: string;
  /** The counters that it reaches, one a lane. */
  readonly needed: readonly number[];
  readonly cause: string;
  /** ms. */
  readonly began: number;
  /** Named so far. */
  readonly keys: number;
  readonly place: PassPlace;
}

export type PassPlace =
  | { readonly kind: "keys"; readonly after: ScanPlace | undefined }
  | {
      readonly kind: "count";
      readonly after: OwnersPlace | undefined;
      readonly owners: number;
      readonly missing: number;
    }
  /** `left`: how many rows may still go; undefined where all may. */
  | { readonly kind: "rows"; readonly after: OwnersPlace | undefined; readonly left: number | undefined }
  | { readonly kind: "draining" };

/** Keeps the position of a pass beside the first lane's marks, about so often and whenever it is forced. */
export interface PassKeeper {
  keep(pass: Pass, isForced?: boolean): Promise<void>;
}

export interface PassKeeperOptions {
  readonly redis: Redis;
  readonly script: LuaScript;
  /** The sweep hash of the first lane. */
  readonly hash: string;
}

const KEEP_MS = 500;

export function createPassKeeper({ redis, script, hash }: PassKeeperOptions): PassKeeper {
  let kept = 0;
  return {
    keep: async (pass, isForced = false) => {
      if (!isForced && Date.now() < kept + KEEP_MS) return;
      kept = Date.now();
      await runScript(redis, script, [hash], [pass.token, JSON.stringify(pass)]);
    },
  };
}

/** The pass that another attempt has left behind; undefined where there is none, or none of this release, whose mapping wrote what it named. */
export async function readPass(
  redis: Redis,
  route: string,
  { lanes, release }: { readonly lanes: readonly LaneKeys[]; readonly release: string },
): Promise<Pass | undefined> {
  const found = await Promise.all(lanes.map((lane) => redis.hmget(lane.sweep(route), "running", "pass")));
  const pass = parsed(found[0]?.[1]);
  if (pass === undefined || pass.release !== release || pass.needed.length !== lanes.length) return undefined;
  return found.every(([running]) => running === pass.token) ? pass : undefined;
}

function parsed(json: string | null | undefined): Pass | undefined {
  if (json === null || json === undefined || json === "") return undefined;
  const value: unknown = JSON.parse(json);
  return isPass(value) ? value : undefined;
}

function isPass(value: unknown): value is Pass {
  return (
    typeof value === "object" &&
    value !== null &&
    "token" in value &&
    "release" in value &&
    "place" in value &&
    "needed" in value &&
    Array.isArray(value.needed)
  );
}
