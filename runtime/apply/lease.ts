import type { Redis } from "ioredis";
import type { ControlScripts } from "./control-scripts.ts";
import { runScript } from "./lua.ts";

export const LEASE_MS = 10_000;
const RENEW_MS = LEASE_MS / 3;

/** Decides who tries to own a lane. It does not protect the target: the fence does. */
export interface Lease {
  /** False while somebody else holds it. */
  take(): Promise<boolean>;
  /** True while this process believes that it holds it. */
  held(): boolean;
  release(): Promise<void>;
}

export interface LeaseOptions {
  readonly redis: Redis;
  readonly scripts: ControlScripts;
  readonly key: string;
  readonly token: string;
  /** Called once when the lease was found to be gone: expired, erased, or somebody else's. */
  readonly lost: () => void;
}

export function createLease({ redis, scripts, key, token, lost }: LeaseOptions): Lease {
  let timer: NodeJS.Timeout | undefined;
  let until = 0;
  // Raised when the lease is asked for anew or given up: what was asked before says nothing any more.
  let turn = 0;

  async function take(): Promise<boolean> {
    const asked = Date.now();
    turn++;
    if ((await runScript(redis, scripts.takeLease, [key], [token, LEASE_MS])) === 0) return false;
    until = asked + LEASE_MS;
    timer ??= setInterval(() => void renew(), RENEW_MS);
    return true;
  }

  async function renew(): Promise<void> {
    const asked = Date.now();
    const own = turn;
    try {
      const reply = await runScript(redis, scripts.takeLease, [key], [token, LEASE_MS]);
      if (own !== turn) return;
      // 1: it had expired or was erased, and another owner may have come and gone. 2: it was ours all the time.
      if (reply !== 2) return forget();
      until = asked + LEASE_MS;
    } catch {
      if (own === turn && Date.now() >= until) forget();
    }
  }

  function forget(): void {
    if (timer === undefined) return;
    stop();
    lost();
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    until = 0;
    turn++;
  }

  async function release(): Promise<void> {
    stop();
    await runScript(redis, scripts.releaseLease, [key], [token]).catch(() => undefined);
  }

  return { take, held: () => Date.now() < until, release };
}
