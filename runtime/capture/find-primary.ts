import { EXIT, StartupError, coerceError } from "../errors.ts";
import { openControlConnection } from "./control-connection.ts";
import type { SocketLimits } from "./link-socket.ts";
import { describeAddress, type RedisAddress } from "./redis-url.ts";

/** Longer than a Sentinel that is well takes; there are others. */
const CONNECT_MS = 3_000;

/** Where the primary is at present: the first Sentinel that knows says so. Without Sentinels it is where the address says. */
export async function findPrimary(
  address: RedisAddress,
  limits: SocketLimits & { readonly signal: AbortSignal },
): Promise<RedisAddress> {
  const { sentinels, ...server } = address;
  if (sentinels === undefined) return address;
  let last: Error | undefined;
  let answered = false;
  for (const node of sentinels.nodes) {
    const { username, password } = sentinels;
    const sentinel = { ...node, tls: address.tls, username, password, database: 0 };
    try {
      const connectMs = Math.min(CONNECT_MS, limits.connectMs);
      const { client, close } = await openControlConnection(sentinel, { ...limits, connectMs });
      const reply = await client.call("SENTINEL", "get-master-addr-by-name", sentinels.name).finally(close);
      answered = true;
      if (Array.isArray(reply)) return { ...server, host: String(reply[0]), port: Number(reply[1]) };
    } catch (thrown) {
      last = coerceError(thrown);
    }
  }
  throw answered ? unknownName(sentinels.name) : unreachable(address, last);
}

function unknownName(name: string): StartupError {
  return new StartupError(
    "RDI5002",
    EXIT.source,
    `The Sentinels know no primary of the name ${name}.`,
    "Compare the name at the end of the source's url with `SENTINEL masters`.",
  );
}

function unreachable(address: RedisAddress, last: Error | undefined): StartupError {
  return new StartupError(
    "RDI5002",
    EXIT.source,
    `No Sentinel can be asked for ${describeAddress(address)}: ${last?.message ?? "there is none"}`,
    "Check the hosts and ports of the source's url (a Sentinel's port is 26379 by default), and sentinel_user and sentinel_password in it if they ask for a login.",
    last,
  );
}
