import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { CaptureContext } from "./context.ts";
import { findPrimary } from "./find-primary.ts";
import { checkReplica, type Joined } from "./join-stream.ts";
import { RetryError } from "./link-errors.ts";
import { describeAddress, type RedisAddress } from "./redis-url.ts";

export interface Supervised extends Joined {
  readonly client: Redis;
  readonly primary: RedisAddress;
}

/**
 * Looks about once a second whether a session still has the right servers. A connection tells that its server is dead, but not that the
 * Sentinels have replaced it, nor that a replica has lost its primary. `failed` rejects when the session has to begin anew.
 */
export function supervise(
  context: CaptureContext,
  session: Supervised,
): { readonly failed: Promise<never>; end(): void } {
  const over = new AbortController();
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  void lookAgain(context, session, over.signal).catch(fail);
  return { failed, end: () => over.abort() };
}

async function lookAgain(context: CaptureContext, session: Supervised, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(context.limits.superviseMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      if (session.isReplica) await checkReplica(session.client, session.primary, session.node);
      await checkPrimary(context, session.primary);
    } catch (error) {
      // What can't be asked at present may be well.
      if (error instanceof RetryError) throw error;
    }
  }
}

async function checkPrimary({ address, limits, signal }: CaptureContext, present: RedisAddress): Promise<void> {
  if (address.sentinels === undefined) return;
  const named = await findPrimary(address, { ...limits, signal });
  if (named.host === present.host && named.port === present.port) return;
  throw new RetryError(`the Sentinels name another primary, ${describeAddress(named)}`);
}
