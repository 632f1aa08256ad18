import { setTimeout as sleep } from "node:timers/promises";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { startRedis, temporaryFolder, type RedisServer } from "../setup/servers.mjs";
import { eventually } from "../support/eventually.ts";
import { patient, PATIENCE, SERVER_ARGS } from "./topology-single.ts";
import type { Topology } from "./topology.ts";

const REPLICAS = 2;
const SENTINELS = 3;
const NAME = "chaos";
const LOOK_MS = 100;
const START_MS = 120_000;

/** A primary, replicas of it, and Sentinels that promote one of them when the primary is away for two seconds. */
export async function startSentinel(): Promise<Topology> {
  const data = [await startRedis({ args: SERVER_ARGS })];
  const [first] = data;
  if (first === undefined) throw new Error("There is no primary.");
  for (let count = 0; count < REPLICAS; count++)
    data.push(await startRedis({ args: [...SERVER_ARGS, "--replicaof", "127.0.0.1", String(first.port)] }));
  await eventually("the replicas follow", () => followers(first, REPLICAS), { within: START_MS, every: 100 });
  const sentinels = await Promise.all(Array.from({ length: SENTINELS }, () => startOne(first.port)));
  const addresses = sentinels.map(({ port }) => ({ host: "127.0.0.1", port }));
  const asked = addresses.map(({ port }) => patient(new Redis(port, { ...PATIENCE, maxRetriesPerRequest: 1 })));
  await eventually("the Sentinels know one another", () => allKnown(asked), { within: START_MS, every: 100 });
  const watch = watchPrimary(asked, data, first);
  return {
    name: "sentinel",
    servers: () => [watch.primary(), ...data.filter((server) => server !== watch.primary())],
    primary: watch.primary,
    connect: (db = 0) => patient(new Redis({ ...PATIENCE, sentinels: addresses, name: NAME, db, reconnectOnError })),
    onMoved: watch.onMoved,
    failover: async () => {
      await asked[0]?.call("SENTINEL", "FAILOVER", NAME);
    },
    heal: () => heal(data, watch.primary),
    close: async () => {
      await watch.close();
      for (const client of asked) client.disconnect();
      for (const server of [...sentinels, ...data]) await server.remove();
    },
  };
}

/** A server that was demoted under a connection refuses: the command is sent again, to whoever is the primary then. */
function reconnectOnError({ message }: Error): 2 | false {
  return message.startsWith("READONLY") ? 2 : false;
}

/** A Sentinel writes into its configuration, so each has a file of its own. */
async function startOne(primaryPort: number): Promise<RedisServer> {
  const dir = temporaryFolder("sentinel");
  const file = join(dir, "sentinel.conf");
  const settings = [
    `sentinel monitor ${NAME} 127.0.0.1 ${primaryPort} 2`,
    `sentinel down-after-milliseconds ${NAME} 2000`,
    `sentinel failover-timeout ${NAME} 10000`,
    `sentinel parallel-syncs ${NAME} 2`,
  ];
  writeFileSync(file, `${settings.join("\n")}\n`);
  return startRedis({ dir, sentinel: file });
}

interface Watch {
  primary(): RedisServer;
  onMoved(listener: (primary: RedisServer) => void): void;
  close(): Promise<void>;
}

/** As a service's address does, it follows what the Sentinels agree on. */
function watchPrimary(asked: readonly Redis[], data: readonly RedisServer[], first: RedisServer): Watch {
  const listeners: ((primary: RedisServer) => void)[] = [];
  const stop = new AbortController();
  let primary = first;
  const loop = (async () => {
    while (!stop.signal.aborted) {
      await sleep(LOOK_MS);
      const port = await agreedPort(asked);
      const found = data.find((server) => server.port === port);
      if (found === undefined || found === primary || stop.signal.aborted) continue;
      primary = found;
      for (const listener of listeners) listener(found);
    }
  })();
  return {
    primary: () => primary,
    onMoved: (listener) => void listeners.push(listener),
    close: async () => {
      stop.abort();
      await loop;
    },
  };
}

/** The port that most Sentinels name. */
async function agreedPort(asked: readonly Redis[]): Promise<number | undefined> {
  const replies = await Promise.all(
    asked.map((client) => client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME).catch(() => null)),
  );
  const ports = replies.flatMap((reply) => (Array.isArray(reply) ? [Number(reply[1])] : []));
  return ports.find((port) => ports.filter((other) => other === port).length * 2 > asked.length);
}

async function allKnown(asked: readonly Redis[]): Promise<boolean> {
  const counts = await Promise.all(asked.map((client) => client.call("SENTINEL", "SENTINELS", NAME)));
  return counts.every((others) => Array.isArray(others) && others.length === SENTINELS - 1);
}

async function followers({ port }: RedisServer, wanted: number): Promise<boolean> {
  const client = patient(new Redis(port, { ...PATIENCE, maxRetriesPerRequest: 1 }));
  try {
    const info = await client.info("replication");
    return info.split("state=online").length - 1 >= wanted;
  } finally {
    client.disconnect();
  }
}

/** Sentinel makes a server that comes back a replica; until it follows the next failover would have nobody to promote. */
async function heal(data: readonly RedisServer[], primary: () => RedisServer): Promise<void> {
  for (const server of data) {
    await server.kill("SIGCONT");
    await server.start();
  }
  await eventually("the replicas follow again", () => followers(primary(), REPLICAS), { within: START_MS, every: 200 });
}
