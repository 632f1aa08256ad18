import { setTimeout as sleep } from "node:timers/promises";
import { introduce } from "./handshake.ts";
import { openLinkSocket, type SocketLimits } from "./link-socket.ts";
import type { RedisAddress } from "./redis-url.ts";
import type { ServerHistory } from "./server-history.ts";

const ATTEMPTS = 20;
const PAUSE_MS = 10;

/**
 * A primary that never had a replica keeps no backlog, so there is no stream to join without a snapshot. It makes one as soon as a
 * replica asks for a snapshot. A second link asks and leaves before the server begins to fork for it, which it does
 * only after `repl-diskless-sync-delay`, so the first link then joins at the present offset.
 */
export async function primeBacklog(
  address: RedisAddress,
  limits: SocketLimits,
  askAgain: () => Promise<ServerHistory | undefined>,
): Promise<ServerHistory | undefined> {
  const helper = await openLinkSocket(address, limits);
  try {
    await introduce(helper, address);
    helper.send(["PSYNC", "?", "-1"]);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      await sleep(PAUSE_MS);
      const history = await askAgain();
      if (history?.backlog !== undefined) return history;
    }
    // A refusal meets the first link too, which reports it.
    return undefined;
  } finally {
    helper.destroy(new Error("it did its duty"));
  }
}
