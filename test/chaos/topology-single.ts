import { Redis } from "ioredis";
import { startRedis } from "../setup/servers.mjs";
import type { Topology } from "./topology.ts";

/** Small enough to be overrun within seconds. */
export const BACKLOG = "1mb";

/** What a server is started with: it keeps its data, as far as its process may crash. */
export const SERVER_ARGS: readonly string[] = [
  ...["--appendonly", "yes", "--appendfsync", "everysec"],
  ...["--repl-backlog-size", BACKLOG, "--repl-diskless-sync-delay", "0"],
];

export async function startSingle(): Promise<Topology> {
  const server = await startRedis({ args: SERVER_ARGS });
  return {
    name: "single",
    servers: () => [server],
    primary: () => server,
    connect: (database = 0) => patient(new Redis(`${server.url}/${database}`, PATIENCE)),
    onMoved: () => undefined,
    failover: () => Promise.reject(new Error("There is nobody to promote.")),
    heal: async () => {
      await server.kill("SIGCONT");
      await server.start();
    },
    close: () => server.remove(),
  };
}

/** A command waits for as long as its server is away. */
export const PATIENCE = { retryStrategy: (): number => 50, maxRetriesPerRequest: null } as const;

export function patient(redis: Redis): Redis {
  redis.on("error", () => undefined);
  return redis;
}
