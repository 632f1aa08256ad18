import type { Redis } from "ioredis";
import { coerceError } from "../errors.ts";
import { infoFields } from "../redis-info.ts";
import { lacksRight } from "../redis-replies.ts";
import type { CaptureLog } from "./capture-options.ts";
import { LINK_LABEL } from "./handshake.ts";
import { RetryError } from "./link-errors.ts";
import type { Position } from "./position.ts";
import { describeAddress, type RedisAddress } from "./redis-url.ts";
import { type LinkOptions, openReplicationLink, type ReplicationLink } from "./replication-link.ts";

/** A replica may announce an address that only its primary can reach. */
const REPLICA_CONNECT_MS = 2_000;

/** A replica that is well acknowledges every second. */
const MOST_LAG_S = 5;

export interface Joined {
  readonly link: ReplicationLink;
  /** Who sends the stream. */
  readonly node: RedisAddress;
  readonly isReplica: boolean;
}

export interface JoinOptions extends LinkOptions {
  /** Of the primary. */
  readonly client: Redis;
  readonly log: CaptureLog;
}

/**
 * Joins the stream at a replica when one is in step: it carries the same bytes at the same offsets, always has a backlog, and neither the
 * primary's work nor what it counts as replicas grows. One that can't continue what was saved is passed over, and the primary is what is left.
 */
export async function joinStream({ client, log, ...options }: JoinOptions): Promise<Joined> {
  const { address, saved } = options;
  for (const node of replicasOf(await replicationInfo(client), address)) {
    try {
      const connectMs = Math.min(options.connectMs, REPLICA_CONNECT_MS);
      const link = await openReplicationLink({ ...options, address: node, connectMs });
      if (continuesAll(link, saved)) return { link, node, isReplica: true };
      link.close();
      log.info({ node: describeAddress(node) }, "a replica can't continue the stream yet, so another server is asked");
    } catch (thrown) {
      const reason = coerceError(thrown).message;
      log.info({ node: describeAddress(node), reason }, "a replica can't be used, so another server is asked");
    }
  }
  return { link: await openReplicationLink(options), node: address, isReplica: false };
}

/** Whatever was saved leads on from there. */
function continuesAll({ attachment }: ReplicationLink, saved: readonly (Position | undefined)[]): boolean {
  return attachment.mode !== "snapshot" && saved.every((position, at) => position === undefined || attachment.kept[at]);
}

/** Rejects with a {@link RetryError} when the replica that sends the stream is not in step any more: then it would fall silent. */
export async function checkReplica(client: Redis, primary: RedisAddress, node: RedisAddress): Promise<void> {
  const listed = replicasOf(await replicationInfo(client), primary);
  if (listed.some(({ host, port }) => host === node.host && port === node.port)) return;
  throw new RetryError(`the primary does not list the replica ${describeAddress(node)} any more`);
}

/** Empty when the user may not ask. */
async function replicationInfo(client: Redis): Promise<string> {
  return client.info("replication").catch((thrown: unknown) => {
    if (lacksRight(coerceError(thrown).message)) return "";
    throw thrown;
  });
}

/** Those that are in step, the one that has most first. Links like ours have no address. */
export function replicasOf(info: string, primary: RedisAddress): readonly RedisAddress[] {
  const lines = [...infoFields(info)].filter(([name]) => /^slave\d+$/.test(name)).map(([, line]) => fieldsOf(line));
  return lines
    .filter(({ ip, port, state }) => state === "online" && Number(port) > 0 && ip !== LINK_LABEL)
    .filter(({ lag }) => Number(lag) <= MOST_LAG_S)
    .toSorted((left, right) => Number(right["offset"]) - Number(left["offset"]))
    .map(({ ip = "", port }) => ({ ...primary, host: ip, port: Number(port) }));
}

function fieldsOf(line: string): Readonly<Record<string, string>> {
  return Object.fromEntries(line.split(",").map((part) => part.split("=", 2)));
}
